import NetworkTypes
import TestSupport
import Testing
import TextFormats
import TrafficSimulation

@testable import Watchlist

@Suite("A list as it is published")
struct PublishedListTests {
    @Test("is told by its content", arguments: Fixtures.names)
    func format(name: String) throws {
        #expect(try Fixtures.list(name).format == Fixtures.formats[name])
    }

    @Test("holds exactly the entries written beside it", arguments: Fixtures.names)
    func entries(name: String) throws {
        #expect(try Fixtures.list(name).lines == Fixtures.expectedLines(name))
    }

    @Test("is read alike with the other kind of line end", arguments: Fixtures.names)
    func lineEnds(name: String) throws {
        let text = String(decoding: try Fixtures.bytes(name), as: UTF8.self).replacing("\r\n", with: "\n")
        for changed in [text, text.replacing("\n", with: "\r\n")] {
            #expect(try parse(changed).lines == Fixtures.expectedLines(name))
        }
    }

    @Test("is read alike in pieces of any length", arguments: Fixtures.names)
    func pieces(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        for length in [1, 7, 64, 1_000] {
            let list = try ListParser.parse(ChoppedSource(bytes, length), name: name)
            #expect(try list.lines == Fixtures.expectedLines(name))
            #expect(try list.version == Fixtures.list(name).version)
        }
    }

    @Test("cut anywhere never crashes, and as JSON is refused as a whole", arguments: Fixtures.names)
    func truncations(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        let isDocument = name.hasSuffix(".json")
        for count in 0..<bytes.count {
            guard let list = try? ListParser.parse(Array(bytes[..<count]), name: name) else { continue }
            // What is left is blanks, or lacks nothing but the last line end.
            let isWhole = bytes[count...].allSatisfy { $0 == 10 || $0 == 13 } || bytes[..<count].allSatisfy { $0 <= 32 }
            #expect(!isDocument || isWhole, "\(count) bytes of \(bytes.count) were taken for a whole document")
            #expect(list.refusedCount * 9 <= list.entries.count + list.skips.count + list.categories.count)
        }
    }

    @Test("changed at random never crashes, and every line is accounted for", arguments: Fixtures.names)
    func mutations(name: String) throws {
        var random = SeededGenerator()
        let bytes = try Fixtures.bytes(name)
        let whole = try Fixtures.list(name)
        for _ in 0..<100 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
                case 1: changed.remove(at: place)
                default: changed.insert(contentsOf: changed[place...].prefix(20), at: place)
                }
                if changed.isEmpty { changed = [10] }
            }
            for format in [nil, whole.format] {
                guard let list = try? ListParser.parse(changed, name: name, as: format) else { continue }
                let lines = list.entries.count + list.categories.count + list.skips.count + list.refusedCount
                #expect(list.refusedCount * 10 <= lines)
                for place in list.table.places { #expect(list.table.line(at: place) ?? 0 > 0) }
            }
        }
    }

    @Test("says of every format in which file and line its entries stand", arguments: Fixtures.names)
    func lines(name: String) throws {
        let list = try Fixtures.list(name)
        let lines = String(decoding: try Fixtures.bytes(name), as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for place in list.table.places {
            let number = try #require(list.table.line(at: place))
            let address = list.table.prefix(at: place).address.description.split(whereSeparator: { ".:".contains($0) })
            // Objects of JSON are named by the line on which they begin.
            #expect(!name.hasSuffix(".json") || "{\"".contains(lines[number - 1].drop { $0 == " " }.first ?? "?"))
            let text = lines[number - 1..<min(number + 3, lines.count)].joined()
            #expect(address.prefix(2).allSatisfy { text.contains($0) }, "\(place) of line \(number)")
        }
    }
}

/// A list that comes in pieces of one length.
private final class ChoppedSource: ListSource {
    private var rest: ArraySlice<UInt8>
    private let length: Int

    init(_ bytes: [UInt8], _ length: Int) {
        (rest, self.length) = (bytes[...], length)
    }

    func nextPiece() -> [UInt8] {
        defer { rest = rest.dropFirst(length) }
        return Array(rest.prefix(length))
    }
}

@Suite("A list of hostile size")
struct HostileListTests {
    /// Hands out the same piece again and again, as a packed file that unpacks to far more would.
    private final class EndlessSource: ListSource {
        private let piece: [UInt8]
        private var left: Int
        private(set) var handedOut = 0

        init(_ text: String, times: Int) {
            (piece, left) = (Array(String(repeating: text, count: 262_144 / text.utf8.count).utf8), times)
        }

        func nextPiece() -> [UInt8] {
            guard left > 0 else { return [] }
            left -= 1
            handedOut += piece.count
            return piece
        }
    }

    @Test("that does not end is refused once it is longer than any list", arguments: ["1", "192.0.2.1\n", "\n"])
    func endless(text: String) {
        let source = EndlessSource(text, times: .max)
        var list = ParsedList(name: "x", format: .plain)
        #expect(throws: WatchlistError.Problem.tooLong(limit: 1_048_576)) {
            try PlainListFormat().parse(ListReader(source, maximumLength: 1_048_576), into: &list)
        }
        #expect(source.handedOut <= 1_048_576 + 262_144)
    }

    @Test("with one line that is too long is read without it")
    func oneLongLine() throws {
        let list = try parse(
            String(repeating: "192.0.2.1\n", count: 10) + String(repeating: "1", count: 100_000) + "\n192.0.2.2\n")
        #expect(list.entries.count == 11)
        #expect(list.refused.map(\.line) == [11])
        #expect(list.table.line(at: .v4(10)) == 12)
        #expect(list.refused.first?.message.hasSuffix("is a line of more than 65536 bytes") == true)
    }

    @Test("with JSON nested a hundred thousand deep is refused", arguments: ["[", "{\"a\":", "[{\"a\":["])
    func deepJSON(text: String) {
        for start in [
            "{\"Event\":{\"x\":", "{\"type\":\"bundle\",\"objects\":[", "{\"ioc\":",
            "{\"name\":\"\",\"list\":[0],\"x\":",
        ] {
            let problem = refusal(of: start + String(repeating: text, count: 100_000))
            guard case .damagedJSON(_, let reason) = problem else {
                Issue.record("not refused as damaged: \(String(describing: problem))")
                continue
            }
            #expect(reason.contains("more than 64 deep"), "\(start)")
        }
    }

    @Test("with more values in one element of JSON than any has is refused")
    func largeElement() {
        let values = Array(repeating: "0", count: 270_000).joined(separator: ",")
        let first = LineProblem(line: 1, message: "one element holds more than 262144 values")
        #expect(
            refusal(of: "{\"Event\":{\"Attribute\":[{\"x\":[\(values)]}]}}")
                == .tooManyBadLines(bad: 1, of: 1, first: first))
    }
}
