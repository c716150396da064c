import NetworkTypes
import Testing
import TextFormats

@testable import Watchlist

/// What PowerShell writes.
@Suite("A list of UTF-16")
struct UTF16ListTests {
    private func bytes(_ text: String, isLittleEndian: Bool = true) -> [UInt8] {
        ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isLittleEndian ? [low, high] : [high, low]
        }
    }

    @Test("is read as what it says, in either order of bytes, with characters of two units", arguments: [true, false])
    func read(isLittleEndian: Bool) throws {
        let text = "# \u{1F41B} \u{E9}\r\n192.0.2.1\r\n2001:db8::1\r\r\n"
        let list = try ListParser.parse(bytes(text, isLittleEndian: isLittleEndian), name: "list")
        let plain = try ListParser.parse(Array(text.utf8), name: "list")
        #expect(list.entries.count == 2)
        #expect(list.entries == plain.entries)
    }

    /// Hands out one byte at a time.
    private final class Drops: ListSource {
        private var rest: ArraySlice<UInt8>
        init(_ bytes: [UInt8]) { rest = bytes[...] }
        func nextPiece() -> [UInt8] { rest.popFirst().map { [$0] } ?? [] }
    }

    @Test("is read however its bytes come in")
    func pieces() throws {
        let reader = ListReader(Drops(bytes("192.0.2.1\n\u{1F41B}")))
        var text: [UInt8] = []
        while true {
            let piece = try reader.nextText()
            if piece.isEmpty { break }
            text += piece
        }
        #expect(String(decoding: text, as: UTF8.self) == "192.0.2.1\n\u{1F41B}")
    }

    @Test(
        "is refused where half a character stands alone",
        arguments: [
            [0x3D, 0xD8], [0x3D, 0xD8, 0x0A, 0x00], [0x1B, 0xDC], [0x31, 0x00, 0x32],
        ] as [[UInt8]])
    func damaged(units: [UInt8]) {
        let error = #expect(throws: WatchlistError.self) { try ListParser.parse([0xFF, 0xFE] + units, name: "list") }
        #expect(error?.description.contains("is UTF-16 with half a character") == true)
    }

    @Test("that is not text is refused as such")
    func binary() {
        #expect(throws: WatchlistError.self) { try ListParser.parse([0xFF, 0xFE, 0, 0, 0x31, 0], name: "list") }
    }
}

@Suite("A list with very long parts")
struct LongPartTests {
    @Test("of STIX has thousands of addresses in one pattern, and a port for all of them")
    func pattern() throws {
        let comparisons = (0..<10_000).map { "ipv4-addr:value = '198.18.\($0 / 250).\($0 % 250)'" }
        let addresses = comparisons.joined(separator: " OR ")
        for pattern in ["[\(addresses)]", "[(\(addresses)) AND network-traffic:dst_port = 443]"] {
            let list = try parse(
                "{\"type\": \"bundle\", \"objects\": [{\"type\": \"indicator\", \"pattern_type\": \"stix\", \"pattern\": \"\(pattern)\"}]}"
            )
            #expect(list.entries.count == 10_000)
        }
    }

    @Test("of STIX has one pattern that is too long, which is named")
    func longPattern() {
        let pattern = String(repeating: "x", count: 1_024 * 1_024)
        guard
            case .tooManyBadLines(1, of: 1, let first) = refusal(
                of:
                    "{\"objects\": [{\"type\": \"indicator\", \"pattern_type\": \"stix\", \"pattern\": \"\(pattern)\"}]}"
            )
        else {
            Issue.record("was not refused")
            return
        }
        #expect(first.message == "a pattern has 1048576 bytes or more")
    }

    @Test("of MISP has an object with many attributes, and one with too many, which is passed over and named")
    func object() throws {
        let attribute = { (number: Int) in
            "{\"type\": \"ip-dst\", \"to_ids\": true, \"value\": \"198.18.\(number / 250).\(number % 250)\"}"
        }
        let object = { (count: Int) in "{\"Attribute\": [\((0..<count).map(attribute).joined(separator: ", "))]}" }
        let wide = "{\"Attribute\": [\(String(repeating: "0, ", count: 262_144))0]}"
        let list = try parse("{\"Event\": {\"info\": \"x\", \"Object\": [\(object(20_000)),\n\(wide), \(object(1))]}}")
        #expect(list.entries.count >= 20_000)
        #expect(list.refusedCount == 1)
        #expect(list.refused.first?.message == "one element holds more than 262144 values")
    }
}
