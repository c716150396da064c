import Testing

@testable import TrafficSimulation

@Suite("Values of a country database")
struct DatabaseValuesTests {
    private func bytes(_ values: DatabaseValue...) -> [UInt8] {
        var written = DatabaseValues()
        for value in values { written.append(value) }
        return written.bytes
    }

    @Test(
        "state their size in as many bytes as it takes",
        arguments: [
            (28, [0x5C]), (29, [0x5D, 0]), (284, [0x5D, 255]), (285, [0x5E, 0, 0]), (65_820, [0x5E, 0xFF, 0xFF]),
            (65_821, [0x5F, 0, 0, 0]),
        ] as [(Int, [UInt8])])
    func sizes(count: Int, control: [UInt8]) {
        let text = String(repeating: "x", count: count)
        #expect(bytes(.text(text)) == control + Array(text.utf8))
    }

    @Test("leave out leading zeros of numbers")
    func numbers() {
        #expect(bytes(.number16(0)) == [0xA0])
        #expect(bytes(.number16(0x1234)) == [0xA2, 0x12, 0x34])
        #expect(bytes(.number32(6)) == [0xC1, 6])
        #expect(bytes(.number64(1_370_044_800)) == [0x04, 2, 0x51, 0xA9, 0x39, 0x80])
    }

    @Test("point to a text that was written before, however far back")
    func pointers() {
        #expect(bytes(.text("US"), .text("US")).suffix(2) == [0x20, 0])
        let filler = String(repeating: "x", count: 3_000)
        #expect(bytes(.text(filler), .text("US"), .text("US")).suffix(3) == [0x28, 0x03, 0xBB])
        let long = String(repeating: "y", count: 600_000)
        #expect(bytes(.text(long), .text("US"), .text("US")).suffix(4) == [0x30, 0x01, 0x1F, 0xC4])
    }

    @Test("nest")
    func nesting() {
        #expect(bytes(.map([("a", .array([.text("b")]))])) == [0xE1, 0x41, 0x61, 0x01, 4, 0x41, 0x62])
    }
}
