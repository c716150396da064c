import ByteInput
import PacketCapture
import PacketDecoding

/// Reads a capture in every way there is: all must find the same.
package struct CaptureCheck {
    private let capture: CaptureCase
    private let file: MemoryFile

    package init(_ capture: CaptureCase, _ file: MemoryFile) {
        (self.capture, self.file) = (capture, file)
    }

    package func run() {
        file.write(capture.bytes)
        let whole = read { OpenedInput(name: file.path, bytes: capture.bytes) }
        let pieces = read { () throws(CaptureError) in
            try asCaptureError { () throws(ByteInputError) in try OpenedInput(path: file.path) }
        }
        expect(whole == pieces, "from memory \(whole), from a file \(pieces)")
        checkResumption(whole)
        guard whole.problem == nil || whole.frameCount > 0 else { return }
        let classified = ClassifiedCapture(watchlist: capture.watchlist, tunnels: capture.tunnels)
        classified.check(OpenedInput(name: file.path, bytes: capture.bytes), packets: whole.frameCount)
    }

    private func read(_ input: () throws(CaptureError) -> OpenedInput) -> CaptureDigest {
        var digest = CaptureDigest()
        do {
            var reader = try CaptureFileReader(input(), isKnown: LinkHeader.isKnown)
            digest.read(&reader)
        } catch {
            digest.end(error)
        }
        return digest
    }

    /// Stops after some batches and reads on from there with a reader of its own.
    private func checkResumption(_ whole: CaptureDigest) {
        var digest = CaptureDigest()
        do {
            var reader = try CaptureFileReader(
                OpenedInput(name: file.path, bytes: capture.bytes), isKnown: LinkHeader.isKnown)
            digest.read(&reader, batches: capture.choice % 4)
            guard digest.problem == nil else { return }
            var rest = try CaptureFileReader(
                path: file.path, name: file.path, range: reader.position..<UInt64(capture.bytes.count),
                layout: reader.layout)
            digest.read(&rest)
        } catch {
            digest.end(error)
        }
        expect(digest == whole, "in one go \(whole), in two \(digest)")
    }
}

/// Gives an input to a check, or says that it is no capture of a kind.
package func fuzzCapture(_ input: consuming FuzzInput, _ file: MemoryFile, isPcapng: Bool) -> CInt {
    let capture = CaptureCase(&input)
    guard capture.bytes.starts(with: [0x0A, 0x0D, 0x0D, 0x0A]) == isPcapng else { return -1 }
    CaptureCheck(capture, file).run()
    return 0
}
