import CensusModel
import Foundation
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation
import Watchlist

/// The compiled index against a matcher that looks at every entry.
@Suite("Watchlist, beside a linear matcher")
struct WatchlistMatchTests {
    /// One packet's question.
    private struct Question {
        let origin: IPAddress
        let port: UInt16
        let transport: TransportProtocol
        let time: Timestamp
    }

    /// How many questions are asked where comparing costs most; FLOWCENSUS_QUESTIONS=1000000 asks for more of them.
    private static let questions =
        ProcessInfo.processInfo.environment["FLOWCENSUS_QUESTIONS"].flatMap { Int($0) } ?? 10_000

    /// A space so small that prefixes nest and overlap all the time.
    private func randomAddress(_ random: inout SeededGenerator) -> IPAddress {
        let low = UInt32.random(in: 0...15, using: &random)
        if Bool.random(using: &random) { return .v4(IPv4Address(rawValue: 0xC000_0200 | low)) }
        return .v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | UInt128(low)))
    }

    private func randomEntry(_ number: Int, _ random: inout SeededGenerator) throws -> WatchlistEntry {
        let address = randomAddress(&random)
        var length = [20, 24, 26, 28, 29, 30, 31, 32].randomElement(using: &random) ?? 32
        if case .v6 = address { length = [44, 48, 64, 124, 125, 126, 127, 128].randomElement(using: &random) ?? 128 }
        var entry = WatchlistEntry(prefix: try #require(IPPrefix(address, length: length)))
        entry.port = [nil, nil, 80, 443].randomElement(using: &random) ?? nil
        entry.transport = [nil, nil, .tcp, .udp].randomElement(using: &random) ?? nil
        entry.threatClass = ThreatClass.allCases.randomElement(using: &random) ?? .c2
        entry.labels = ["\(number % 5)"]
        if Bool.random(using: &random) {
            let from = Int64.random(in: 0..<10, using: &random)
            entry.validity.from = Timestamp(nanoseconds: from)
            entry.validity.until = Timestamp(nanoseconds: from + .random(in: 1...10, using: &random))
        }
        return entry
    }

    private func randomQuestion(_ random: inout SeededGenerator) -> Question {
        Question(
            origin: randomAddress(&random), port: [0, 22, 80, 443].randomElement(using: &random) ?? 0,
            transport: [.tcp, .udp, .icmp].randomElement(using: &random) ?? .tcp,
            time: Timestamp(nanoseconds: .random(in: -1...21, using: &random)))
    }

    /// How strong a match is: larger wins. The class counts negative, for the worst has the smallest number.
    private func strength(_ entry: WatchlistEntry) -> [Int] {
        let narrowness = (entry.port == nil ? 0 : 2) + (entry.transport == nil ? 0 : 1)
        return [entry.prefix.length, narrowness, -entry.threatClass.rank]
    }

    private func covers(_ prefix: IPPrefix, _ address: IPAddress) -> Bool {
        IPPrefix(address, length: prefix.length) == prefix
    }

    /// The class of the strongest of all entries that match.
    private func linearMatch(_ entries: [WatchlistEntry], _ question: Question) -> ThreatClass? {
        let matching = entries.filter {
            covers($0.prefix, question.origin)
                && ($0.port ?? question.port) == question.port
                && ($0.transport ?? question.transport) == question.transport
                && $0.validity.from <= question.time && question.time < $0.validity.until
        }
        return matching.max { strength($0).lexicographicallyPrecedes(strength($1)) }?.threatClass
    }

    private func compiledMatch(_ watchlist: Watchlist, _ question: Question) -> Attribution? {
        watchlist.match(
            question.origin, port: question.port, transport: question.transport, at: question.time
        ).map { watchlist.attributions[Int($0.rawValue)] }
    }

    @Test("gives the class that the strongest matching entry has, on random overlapping lists")
    func classes() throws {
        var random = SeededGenerator()
        var matches = 0
        let questions = Self.questions
        for _ in 0..<questions / 400 {
            let count = Int.random(in: 1...25, using: &random)
            let entries = try (0..<count).map { try randomEntry($0, &random) }
            let watchlist = Watchlist(entries)
            for _ in 0..<400 {
                let question = randomQuestion(&random)
                let expected = linearMatch(entries, question)
                #expect(compiledMatch(watchlist, question)?.threatClass == expected, "\(question)")
                matches += expected == nil ? 0 : 1
            }
        }
        #expect((questions / 10...questions / 100 * 95).contains(matches))
    }

    @Test("gives the labels that the strongest matching entry has, where no two entries are duplicates")
    func labels() throws {
        var random = SeededGenerator()
        for _ in 0..<10 {
            let entries = try (0..<20).map { number in
                var entry = try randomEntry(number, &random)
                entry.labels = ["\(entry.prefix) \(entry.port ?? 0) \(entry.transport?.rawValue ?? 0)"]
                return entry
            }
            let watchlist = Watchlist(entries)
            for _ in 0..<400 {
                let question = randomQuestion(&random)
                guard let match = compiledMatch(watchlist, question) else { continue }
                let owner = entries.filter { $0.labels == match.labels && $0.threatClass == match.threatClass }
                #expect(owner.contains { covers($0.prefix, question.origin) && $0.validity.contains(question.time) })
                #expect(match.threatClass == linearMatch(entries, question))
            }
        }
    }

    @Test("gives the same answers whatever the order of the entries")
    func order() throws {
        var random = SeededGenerator()
        for _ in 0..<8 {
            let entries = try (0..<25).map { try randomEntry($0, &random) }
            let first = Watchlist(entries)
            let second = Watchlist(entries.shuffled(using: &random))
            #expect(first.entryCount == second.entryCount)
            #expect(first.attributions == second.attributions)
            for _ in 0..<400 {
                let question = randomQuestion(&random)
                #expect(compiledMatch(first, question) == compiledMatch(second, question))
            }
        }
    }

    private func names(_ watchlist: Watchlist, _ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address): watchlist.names(address)
        case .v6(let address): watchlist.names(address)
        }
    }

    /// Whether the bitmap lets an address through, as the hot path asks it.
    private func passes(_ watchlist: Watchlist, _ address: IPAddress) -> Bool {
        switch address {
        case .v4(let v4): return watchlist.screen4.mayName(v4.rawValue)
        case .v6(let v6):
            let screen = watchlist.screen6
            let bit = (UInt64(v6.rawValue >> UInt128(128 - screen.keyLength)) &* screen.multiplier) >> screen.shift
            return screen.words[Int(bit >> 6)] >> (bit & 63) & 1 == 1
        }
    }

    @Test("names just the addresses that an entry covers, whatever its port and time, and its screen passes them all")
    func named() throws {
        var random = SeededGenerator()
        for _ in 0..<10 {
            let entries = try (0..<6).map { try randomEntry($0, &random) }
            let watchlist = Watchlist(entries)
            for _ in 0..<100 {
                let address = randomAddress(&random)
                let isCovered = entries.contains { covers($0.prefix, address) }
                #expect(names(watchlist, address) == isCovered)
                #expect(passes(watchlist, address) || !isCovered)
            }
        }
    }

    @Test("matches the first and the last address of a prefix of every length from 8 on, and neither neighbour")
    func edges() throws {
        // One list, in which the prefix of each length has a block of 2^25 addresses to itself.
        let prefixes = try (8...32).map { length in
            let inside = IPv4Address(rawValue: UInt32(length) << 25 | 0x00A5_A5A5)
            return try #require(IPPrefix(.v4(inside), length: length))
        }
        let watchlist = Watchlist(prefixes.map { WatchlistEntry(prefix: $0) })
        for prefix in prefixes {
            guard case .v4(let first) = prefix.address else { continue }
            let last = first.rawValue + UInt32(1 << (32 - prefix.length) - 1)
            #expect(watchlist.names(first) && watchlist.names(IPv4Address(rawValue: last)), "\(prefix)")
            #expect(!watchlist.names(IPv4Address(rawValue: first.rawValue - 1)), "\(prefix)")
            #expect(!watchlist.names(IPv4Address(rawValue: last + 1)), "\(prefix)")
        }
    }

    @Test("holds a large list of single addresses and matches each of them, and no other")
    func manyAddresses() throws {
        var random = SeededGenerator()
        let values = Set((0..<6_000).map { _ in UInt32.random(in: 0...0x3_FFFF, using: &random) << 14 })
        let entries = values.shuffled(using: &random).map { value in
            WatchlistEntry(prefix: IPPrefix(.v4(IPv4Address(rawValue: value))))
        }
        let watchlist = Watchlist(entries + entries.prefix(100))
        #expect(watchlist.entryCount == values.count)
        #expect(watchlist.attributions.count == 1)
        let missed = values.filter { !watchlist.names(IPv4Address(rawValue: $0)) }
        let wrong = values.filter { watchlist.names(IPv4Address(rawValue: $0 + 1)) }
        #expect(missed.isEmpty && wrong.isEmpty)
    }
}
