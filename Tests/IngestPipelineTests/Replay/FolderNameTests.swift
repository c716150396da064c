import ByteInput
import Foundation
import Glibc
import Testing

@testable import IngestPipeline

@Suite("A folder of captures")
struct FolderNameTests {
    /// A file whose name is Latin-1, as older systems wrote it: "März.pcap".
    private func addLatinName(in folder: String, _ bytes: [UInt8]) throws {
        let name = (folder + "/M").utf8CString.dropLast() + [CChar(bitPattern: 0xE4)] + "rz.pcap".utf8CString
        let descriptor = unsafe name.withUnsafeBufferPointer { name in
            unsafe name.baseAddress.map { unsafe open($0, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600) } ?? -1
        }
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let written = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        try #require(written == bytes.count)
    }

    @Test("keeps a name that is not UTF-8 and a link into nowhere, so that they are refused by name")
    func unreadableNames() throws {
        let folder = try CaptureFolder()
        let capture = SmallCapture.classic(0..<2)
        let path = (try folder.write(capture, to: "good.pcap") as NSString).deletingLastPathComponent
        try addLatinName(in: path, capture)
        try FileManager.default.createSymbolicLink(atPath: path + "/link.pcap", withDestinationPath: "nowhere.pcap")
        _ = try folder.write(Array("no capture".utf8), to: "text.txt")

        let found = CaptureFinder.find([path])
        #expect(found.inputs.count == 3)
        #expect(found.passedOver == [path + "/text.txt"])
        let problems = found.inputs.compactMap { input in
            do {
                _ = try OpenedInput(path: input.path)
                return nil as String?
            } catch {
                return "\(error)"
            }
        }
        #expect(problems.count == 2)
        #expect(problems.contains { $0.contains("its name is not UTF-8") })
    }
}
