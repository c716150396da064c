import CensusModel
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import Watchlist

@Suite("A compiled list")
struct CompiledListTests {
    private func bytes(_ names: [String] = Fixtures.names) throws -> [UInt8] {
        var union = EntryTable()
        for name in names { union.append(try Fixtures.list(name).table) }
        return CompiledList.bytes(of: union.normalized())
    }

    @Test("is told by its beginning, and holds what was compiled, in order and each once")
    func roundTrip() throws {
        var union = EntryTable()
        for name in Fixtures.names { union.append(try Fixtures.list(name).table) }
        let normal = union.normalized()
        let list = try ListParser.parse(CompiledList.bytes(of: normal), name: "x")
        #expect(list.format == .compiled)
        #expect(list.entries.map(\.prefix) == normal.entries.map(\.prefix))
        let expected = normal.entries
        #expect(list.entries.allSatisfy { expected.contains($0) })
        #expect(list.table.count == Watchlist(union).entryCount)
        #expect(CompiledList.bytes(of: list.table.normalized()) == CompiledList.bytes(of: normal))
    }

    private func stretch(
        _ from: String, _ until: String, _ labels: [String], _ sources: [String], _ confidence: UInt8
    ) throws -> WatchlistEntry {
        try entry("192.0.2.1") {
            ($0.labels, $0.sources, $0.confidence) = (labels, sources, confidence)
            $0.validity = Validity(from: try time(from), until: try time(until))
        }
    }

    @Test("merges duplicates: each time with its labels and sources, and the highest confidence")
    func duplicates() throws {
        let text = """
            address,label,source,confidence,valid_from,valid_until
            192.0.2.1,zeus,a,40,2013-01-01,2013-03-01
            192.0.2.1,citadel,b,70,2013-02-01,2013-06-01
            2001:db8::1,zeus,a,,,
            2001:db8::1,zeus,b,,,
            """
        let merged = try parse(text).table.normalized().entries
        #expect(
            merged == [
                try stretch("2013-01-01", "2013-02-01", ["zeus"], ["a"], 40),
                try stretch("2013-02-01", "2013-03-01", ["citadel", "zeus"], ["a", "b"], 70),
                try stretch("2013-03-01", "2013-06-01", ["citadel"], ["b"], 70),
                try entry("2001:db8::1") { ($0.labels, $0.sources) = (["zeus"], ["a", "b"]) },
            ])
    }

    @Test("answers as the lists that it was made of")
    func sameAnswers() throws {
        var random = SeededGenerator()
        var union = EntryTable()
        for name in Fixtures.names { union.append(try Fixtures.list(name).table) }
        let (one, other) = (
            Watchlist(union),
            Watchlist(try ListParser.parse(CompiledList.bytes(of: union.normalized()), name: "x").table)
        )
        for _ in 0..<3_000 {
            let entry = try #require(union.entries.randomElement(using: &random))
            let time = Timestamp(
                nanoseconds: .random(in: 1_300_000_000_000_000_000...1_700_000_000_000_000_000, using: &random))
            let ask = { (list: Watchlist) in
                list.match(entry.prefix.address, port: entry.port ?? 80, transport: .tcp, at: time)
                    .map { list.attributions[Int($0.rawValue)] }
            }
            #expect(ask(one) == ask(other))
        }
    }

    @Test("that is cut or changed anywhere is refused")
    func damage() throws {
        let bytes = try bytes(["feodo.csv", "drop.txt"])
        for count in 8..<bytes.count {
            #expect(throws: WatchlistError.self) { try ListParser.parse(Array(bytes[..<count]), name: "x") }
        }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            #expect(throws: WatchlistError.self, "byte \(place)") { try ListParser.parse(changed, name: "x") }
        }
    }

    @Test("of another version is refused with both versions")
    func version() throws {
        var bytes = try bytes(["feodo.csv"])
        bytes[8] = 9
        #expect(
            throws: WatchlistError(
                list: "x",
                problem: .unknownFormat(
                    hint: "is a compiled list of version 9, and 1 is known: compile it again"))
        ) {
            try ListParser.parse(bytes, name: "x")
        }
    }
}
