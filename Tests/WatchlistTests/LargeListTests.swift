import CensusModel
import Foundation
import NetworkTypes
import Testing
import TextFormats

@testable import Watchlist

/// Lists that cost more than their length while something in the readers was quadratic; each has counts that show that all was
/// read, and would not end within the patience of anybody otherwise.
@Suite("A list of very many of one thing")
struct LargeListTests {
    @Test("keeps the first labels of one address, and counts the others")
    func labels() throws {
        let text = "address,label\n" + (0..<20_000).map { "192.0.2.1,Label\($0)\n" }.joined()
        let watchlist = Watchlist(try parse(text).table)
        #expect(watchlist.attributions.first?.labels.count == 64)
        #expect(watchlist.attributions.first?.labels.first == "Label0")
        #expect(watchlist.leftOutTexts == 20_000 - 64)
        #expect(watchlist.entryCount == 1)
    }

    @Test("shares the rules of a block with the addresses in it")
    func rules() throws {
        let ports = (1...10_000).map { "45.0.0.0/8,\($0),\n" }.joined()
        let hosts = (0..<10_000).map { "45.0.\($0 / 256).\($0 % 256),1,Label\($0)\n" }.joined()
        let watchlist = Watchlist(try parse("address,port,label\n" + ports + hosts).table)
        let match = { (port: UInt16) in
            watchlist.match(
                IPv4Address(rawValue: 0x2D00_0001), port: port, transport: .tcp, at: Timestamp(nanoseconds: 0))
        }
        #expect(match(1).map { watchlist.attributions[Int($0.rawValue)].labels } == ["Label1"])
        #expect(match(9_999).map { watchlist.attributions[Int($0.rawValue)].labels } == [])
        #expect(match(10_001) == nil)
    }

    @Test("finds the line that allows each of many addresses")
    func allowances() throws {
        let addresses = (0..<20_000).map { "45.1.\($0 / 256).\($0 % 256)\n" }.joined()
        let allowlist = try ListParser.parse(Array(addresses.utf8), name: "allowed")
        var limits = ListLimits()
        limits.problems = 20_000
        var list = try ListParser.parse(Array(addresses.utf8), name: "list", limits: limits)
        try list.clean(
            HygieneRules(
                internalNetworks: .defaultInternal, allowlists: [allowlist], allowsWide: false, listTime: .dated))
        #expect(list.table.isEmpty)
        #expect(list.exclusions.first.last?.message == "45.1.78.31 is allowed by allowed, line 20000")
    }

    @Test("refuses what an allowlist cuts into more entries than a list may have")
    func manyPieces() throws {
        let allowed = (0..<400).map { "45.\($0 / 256).\($0 % 256).1\n" }.joined()
        let allowlist = try ListParser.parse(Array(allowed.utf8), name: "allowed")
        let text = "address,port\n" + (1...10).map { "45.0.0.0/8,\($0)\n" }.joined()
        var list = try ListParser.parse(Array(text.utf8), name: "list")
        #expect(throws: WatchlistError(list: "list", problem: .tooManyEntries(limit: 1_000))) {
            try list.clean(
                HygieneRules(
                    internalNetworks: .defaultInternal, allowlists: [allowlist], allowsWide: false, listTime: .dated),
                mostEntries: 1_000)
        }
    }

    @Test("is refused where it takes more memory than the lists before it leave")
    func memory() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lists-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try ["a", "b"].map { name in
            let path = folder.appendingPathComponent(name).path
            let lines = (0..<10_000).map { "45.1.\($0 / 256).\($0 % 256)\n" }.joined()
            try lines.write(toFile: path, atomically: false, encoding: .utf8)
            return path
        }
        // A plain entry is reckoned at 96 bytes.
        let enough = try WatchlistLoader(ListOptions(lists: paths), memoryLimit: 2 * 960_000 + 10_000).load()
        #expect(enough.union.count == 20_000)
        let problem = WatchlistError(list: paths[1], problem: .exceedsMemory(limit: 1_500_000))
        #expect(throws: problem) { try WatchlistLoader(ListOptions(lists: paths), memoryLimit: 1_500_000).load() }
        #expect("\(problem)".contains("give more with --memory"))
    }

    @Test("is reckoned with its labels, each of which takes room of its own")
    func labelMemory() throws {
        let text = "address,label\n" + (0..<1_000).map { "192.0.2.1,Label\($0)\n" }.joined()
        #expect(try (700_000...1_000_000).contains(parse(text).table.memory))
    }

    @Test("reads JSON with very many names in one object, and with very many objects")
    func names() throws {
        let members = (0..<20_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        #expect(try parse("{\"ip\":\"192.0.2.1\",\(members)}").entries.count == 1)
        let objects = (0..<20_000).map { "{\"ip\":\"45.1.\($0 / 256).\($0 % 256)\"}" }.joined(separator: ",")
        #expect(try parse("[\(objects)]").entries.count == 20_000)
    }
}
