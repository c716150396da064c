import Testing

@testable import ByteInput

@Suite("Zstandard that is damaged") struct DamagedZstandardTests {
    /// A frame (RFC 8878) of one segment that states no content, and has a block.
    private static let packed: [UInt8] = [
        0x28, 0xB5, 0x2F, 0xFD, 0x24, 0x00, 0x10, 0x00, 0x00, 0x00, 0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00,
        0x03, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1F, 0x8B, 0x08,
    ]

    @Test(
        "says so, and says nothing of our buffers, whatever the pieces in which it is taken",
        arguments: [1, 100, 4_096])
    func pieces(_ piece: Int) throws {
        let source = try ZstandardSource(source: EndedSource(), head: Self.packed[...])
        var buffer = [UInt8](repeating: 0, count: piece)
        let problem = #expect(throws: ByteInputError.Problem.self) {
            _ = try source.read(into: &buffer, from: 0)
        }
        guard case .corruptCompression(let reason) = problem else {
            Issue.record("\(String(describing: problem))")
            return
        }
        #expect(!reason.contains("buffer"))
    }
}
