import Testing

@testable import ByteInput

@Suite("Gzip that is damaged") struct DamagedGzipTests {
    /// A member that is sound, and one in which a distance leads to before its beginning; what it holds up to there is longer than
    /// what was packed.
    private static let packed: [UInt8] =
        [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x33, 0xB4, 0x34, 0xD2, 0x33, 0xD0, 0x33, 0xD2, 0x33, 0x54, 0x30, 0xB4,
            0xB4,
            0xD0, 0x33, 0x35, 0xD4, 0x33, 0x34, 0x30, 0xD0, 0x33, 0x07, 0x72, 0xA0, 0xC2, 0x5C, 0x00, 0x0C, 0x15, 0xDF,
            0x80,
            0x21, 0, 0, 0,
        ] + [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x33, 0x33, 0xB4, 0xD2, 0x33, 0xD0, 0x33, 0xD2, 0x33, 0x54, 0x30, 0xB4,
            0xB4,
            0xD0, 0x33, 0x39, 0xD4, 0x33, 0x34, 0x30, 0xD0, 0x33, 0x07, 0x72, 0xA0, 0xC2, 0x5C, 0x00, 0x0C, 0x15, 0xDF,
            0x80,
            0x21, 0, 0, 0, 0, 0,
        ]

    @Test(
        "gives all that came before the damage, whatever the pieces in which it is taken",
        arguments: [1, 7, 34, 218, 219, 4_096])
    func pieces(_ piece: Int) throws {
        let source = try GzipSource(source: EndedSource(), head: Self.packed[...])
        var (bytes, buffer) = ([] as [UInt8], [UInt8](repeating: 0, count: piece))
        let problem = #expect(throws: ByteInputError.Problem.self) {
            while true {
                let count = try source.read(into: &buffer, from: 0)
                try #require(count > 0)
                bytes += buffer[..<count]
            }
        }
        #expect(problem == .corruptCompression(reason: "invalid distance too far back"))
        #expect(bytes.starts(with: Array("192.0.2.1 198.51.100.7 192.0.2.1\n".utf8)))
        #expect(bytes.count == 219)
    }
}
