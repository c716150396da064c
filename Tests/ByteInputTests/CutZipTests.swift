import Testing

@testable import ByteInput

@Suite("A zip archive that is cut") struct CutZipTests {
    /// A local header (PKWARE APPNOTE 6.3) of the deflated file `a`, whose sizes would follow, and what deflate makes of 2,000 zeros.
    private static let header: [UInt8] =
        [0x50, 0x4B, 3, 4, 20, 0, 8, 0, 8, 0] + [UInt8](repeating: 0, count: 16) + [1, 0, 0, 0, 0x61]
    private static let content: [UInt8] = [
        0x63, 0x60, 0x18, 0x05, 0xA3, 0x60, 0x14, 0x8C, 0x82, 0x51, 0x30, 0x0A, 0x46, 0xC1, 0x50, 0x07, 0x00,
    ]

    /// The bytes that come in pieces before the end is reported, and what is reported.
    private func unpacked(_ packed: [UInt8], piece: Int) throws -> (count: Int, problem: ByteInputError.Problem?) {
        let source = try ZipSource(source: EndedSource(), head: packed[...])
        var (total, buffer) = (0, [UInt8](repeating: 1, count: piece))
        let problem = #expect(throws: ByteInputError.Problem.self) {
            while true {
                let count = try source.read(into: &buffer, from: 0)
                try #require(count > 0)
                #expect(buffer[..<count].allSatisfy { $0 == 0 })
                total += count
            }
        }
        return (total, problem)
    }

    @Test(
        "gives all that its bytes hold, whatever the pieces in which it is taken",
        arguments: [1, 7, 100, 257, 258, 259])
    func pieces(_ piece: Int) throws {
        for count in 1...Self.content.count {
            let packed = Self.header + Self.content[..<count]
            let whole = try unpacked(packed, piece: 4_096)
            let cut = try unpacked(packed, piece: piece)
            #expect(cut.count == whole.count, "\(count) bytes of deflate's")
            #expect(cut.problem == .cutCompression(format: "zip"))
            #expect(whole.problem == cut.problem)
        }
        #expect(try unpacked(Self.header + Self.content, piece: piece).count == 2_000)
    }
}
