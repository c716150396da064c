import CensusModel
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import FlowRuns

@Suite("A run")
struct RunPageTests {
    private static let hour = Hour(index: 380_000)

    /// A record of few origins and hosts, with the extremes of every number among it.
    static func record(_ random: inout SeededGenerator, of hour: Hour = hour) -> RunRecord {
        let origin = address([0, 1, 0xC000_0201, .max], [0, 1, 0x2001_0DB8 << 96 | 1, .max], &random)
        let host = address([0, 0x0A00_0001, .max], [0, 0xFD00 << 112 | 2, .max], &random)
        let tuple = FlowTuple(
            origin: origin, host: host,
            transport: TransportProtocol(rawValue: [0, 1, 6, 17, 255].randomElement(using: &random) ?? 6),
            hostPort: [0, 1, .random(in: 0...UInt16.max, using: &random), .max].randomElement(using: &random) ?? 0,
            originPort: [0, 443, .max].randomElement(using: &random) ?? 0)
        let exporters = [
            Exporter.packets, Exporter(program: "zeek"), Exporter(.v4(IPv4Address(rawValue: 0xC0A8_0001))),
        ]
        var record = RunRecord(
            tuple, attribution: [1, 7, .max, .min].randomElement(using: &random) ?? 1,
            exporter: exporters.randomElement(using: &random) ?? .packets,
            fromHost: counters(&random, hour), fromOrigin: counters(&random, hour))
        if Bool.random(using: &random) { record.fromHost = DirectionCounters() }
        if Bool.random(using: &random) { record.fromOrigin = DirectionCounters() }
        return record
    }

    private static func address(
        _ v4: [UInt32], _ v6: [UInt128], _ random: inout SeededGenerator
    ) -> IPAddress {
        Bool.random(using: &random)
            ? .v4(IPv4Address(rawValue: v4.randomElement(using: &random) ?? 0))
            : .v6(IPv6Address(rawValue: v6.randomElement(using: &random) ?? 0))
    }

    private static func counters(_ random: inout SeededGenerator, _ hour: Hour) -> DirectionCounters {
        let numbers: [UInt64] = [0, 1, .random(in: 0...1 << 20, using: &random), 1 << 53 - 1]
        let number = { (random: inout SeededGenerator) in numbers.randomElement(using: &random) ?? 0 }
        var counters = DirectionCounters()
        (counters.packets, counters.bytes) = (number(&random), number(&random))
        (counters.payloadBytes, counters.refusals) = (number(&random), number(&random))
        counters.tcpFlags = TCPFlags(rawValue: .random(in: 0...0x3FF, using: &random))
        counters.roles = PacketRoles(rawValue: .random(in: 0...15, using: &random))
        let unit: Int64 = [1, 1_000, 1_000_000].randomElement(using: &random) ?? 1
        let last = Hour.nanoseconds / unit - 1
        let times = [0, .random(in: 0...last, using: &random), last].map { $0 * unit }
        let pair = [times.randomElement(using: &random) ?? 0, times.randomElement(using: &random) ?? 0].sorted()
        let start = Int64(hour.index) * Hour.nanoseconds
        (counters.firstNanoseconds, counters.lastNanoseconds) = (start + pair[0], start + pair[1])
        return counters
    }

    static func records(_ count: Int, _ random: inout SeededGenerator, of hour: Hour = hour) -> [RunRecord] {
        (0..<count).map { _ in record(&random, of: hour) }.sorted { $0.tuple < $1.tuple }
    }

    static func pages(_ records: [RunRecord], of hour: Hour = hour, length: Int = 4_096) -> [RunWriter.Page] {
        var writer = RunWriter(pageLength: length)
        writer.begin(hour)
        var pages: [RunWriter.Page] = []
        for record in records { writer.add(record) { pages.append($0) } }
        writer.finish { pages.append($0) }
        return pages
    }

    private func read(_ page: RunPage, _ parts: RecordParts = .all) throws -> [RunRecord] {
        let records = try PageRecords(page, PageUnpacker(), parts)
        return (0..<records.count).map { records.record(at: $0) }
    }

    private static func withoutBytesAndLastTimes(_ record: RunRecord) -> RunRecord {
        var record = record
        for end in [\RunRecord.fromHost, \.fromOrigin] {
            record[keyPath: end].bytes = 0
            record[keyPath: end].last = record[keyPath: end].first
        }
        return record
    }

    @Test("comes back as it was, in pages of any length, and of any hour")
    func roundTrip() throws {
        var random = SeededGenerator()
        for hour in [Self.hour, Hour(index: 0), Hour(index: -1), Hour(index: -2_562_000), Hour(index: 2_562_000)] {
            for (count, length) in [(1, 1), (2, 4_096), (47, 4_096), (300, 7), (5_000, 4_096), (3_000, 1_000)] {
                let records = Self.records(count, &random, of: hour)
                let pages = Self.pages(records, of: hour, length: length)
                #expect(pages.map(\.page.number) == Array(pages.indices))
                let read = try pages.flatMap { try self.read(RunPage(bytes: $0.page.bytes)) }
                #expect(read == records)
                #expect(pages.first?.first == records.first?.tuple && pages.last?.last == records.last?.tuple)
                let keys = try pages.flatMap { try self.read($0.page, .keys) }
                #expect(keys.map(\.tuple) == records.map(\.tuple))
                #expect(keys.map(\.attribution) == records.map(\.attribution))
                let evidence = try pages.flatMap { try self.read($0.page, .evidence) }
                #expect(evidence == records.map(Self.withoutBytesAndLastTimes))
            }
        }
    }

    @Test("is read in memory that another page was in as in memory of its own")
    func memory() throws {
        var random = SeededGenerator()
        let unpacker = PageUnpacker()
        for _ in 0..<60 {
            let page = Self.pages(Self.records(.random(in: 1...600, using: &random), &random))[0].page
            let parts = [RecordParts.keys, .evidence, .all].randomElement(using: &random) ?? .all
            let records = try PageRecords(page, unpacker, parts)
            #expect(try (0..<records.count).map { records.record(at: $0) } == read(page, parts))
            for index in 0..<records.count {
                #expect(records.ends(at: index) == (records.tuple(at: index).origin, records.tuple(at: index).host))
            }
        }
    }

    @Test("takes what is larger than can be for the largest that is kept, and times outside the hour for its ends")
    func bounds() throws {
        var random = SeededGenerator()
        var record = Self.record(&random)
        (record.fromHost.packets, record.fromHost.bytes) = (.max, .max)
        (record.fromHost.firstNanoseconds, record.fromHost.lastNanoseconds) = (.min + 1, .max - 1)
        let back = try #require(try read(RunPage(bytes: Self.pages([record])[0].page.bytes)).first)
        #expect(back.fromHost.packets == 1 << 53 - 1 && back.fromHost.bytes == 1 << 53 - 1)
        let start = Int64(Self.hour.index) * Hour.nanoseconds
        #expect(back.fromHost.firstNanoseconds == start)
        #expect(back.fromHost.lastNanoseconds == start + Hour.nanoseconds - 1)
    }

    @Test("has other numbers of attributions in another store")
    func renumbered() throws {
        var random = SeededGenerator()
        let records = Self.records(500, &random)
        var page = Self.pages(records)[0].page
        page.attributions = page.attributions.map { $0 &+ 100 }
        #expect(try read(RunPage(bytes: page.bytes)).map(\.attribution) == records.map { $0.attribution &+ 100 })
    }

    @Test("that is cut anywhere, or has one bit flipped, is refused")
    func damage() throws {
        var random = SeededGenerator()
        for count in [1, 60] {
            let bytes = Self.pages(Self.records(count, &random))[0].page.bytes
            for length in 0..<bytes.count {
                #expect(throws: RunFault.self) { try RunPage(bytes: Array(bytes[..<length])) }
            }
            for bit in 0..<8 * bytes.count {
                var flipped = bytes
                flipped[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: RunFault.self) { try RunPage(bytes: flipped) }
            }
        }
    }

    @Test("whose bytes were changed, and their checksum with them, is read or refused, and never breaks anything")
    func forgery() throws {
        var random = SeededGenerator()
        let unpacker = PageUnpacker()
        for _ in 0..<500 {
            var bytes = Self.pages(Self.records(.random(in: 1...200, using: &random), &random))[0].page.bytes
            bytes.removeLast(4)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            guard let page = try? RunPage(bytes: RunPage.sealed(bytes)), let records = try? PageRecords(page, unpacker)
            else {
                continue
            }
            for index in 0..<records.count {
                let record = records.record(at: index)
                #expect(record.fromHost.bytes >> 53 == 0 && record.fromOrigin.packets >> 53 == 0)
                #expect(index == 0 || records.tuple(at: index - 1) <= record.tuple)
            }
        }
    }

    @Test("of another format is named so")
    func format() throws {
        var random = SeededGenerator()
        var bytes = Self.pages(Self.records(1, &random))[0].page.bytes
        bytes.removeLast(4)
        bytes[0] = 9
        #expect(throws: RunFault.format(9)) { try RunPage(bytes: RunPage.sealed(bytes)) }
    }

    @Test("merges with others in the order of 5-tuples, as if one had been written")
    func merge() throws {
        var random = SeededGenerator()
        for runs in [0, 1, 2, 3, 9] {
            let parts = (0..<runs).map { _ in Self.records(.random(in: 0...400, using: &random), &random) }
            let cursors = try parts.compactMap { part in
                var pages = Self.pages(part, length: 50)[...]
                return try RunCursor { try pages.popFirst().map { try PageRecords($0.page, PageUnpacker()) } }
            }
            var merge = RunMerge(cursors)
            var merged: [RunRecord] = []
            try merge.handOn { record, _ in merged.append(record) }
            #expect(merged.map(\.tuple) == parts.flatMap(\.self).map(\.tuple).sorted())
            let all = Set(parts.flatMap(\.self).map { "\($0)" })
            #expect(Set(merged.map { "\($0)" }) == all)
        }
    }

    @Test("says of most records that are the only one of their 5-tuple that they are, and of no others")
    func alone() throws {
        var random = SeededGenerator()
        for runs in [1, 2, 5] {
            let shared = Self.records(30, &random)
            let parts = (0..<runs).map { _ in
                (Self.records(300, &random) + shared + shared.prefix(10)).sorted { $0.tuple < $1.tuple }
            }
            var counts: [FlowTuple: Int] = [:]
            for record in parts.joined() { counts[record.tuple, default: 0] += 1 }
            var merge = RunMerge(
                try parts.compactMap { part in
                    var pages = Self.pages(part, length: 50)[...]
                    return try RunCursor { try pages.popFirst().map { try PageRecords($0.page, PageUnpacker()) } }
                })
            var (seen, alone): ([FlowTuple], Int) = ([], 0)
            try merge.forEachStretch { stretch in
                for index in stretch.range {
                    let tuple = stretch.records.tuple(at: index)
                    seen.append(tuple)
                    guard stretch.isAlone(index) else { continue }
                    alone += 1
                    #expect(counts[tuple] == 1)
                }
            }
            #expect(seen == parts.joined().map(\.tuple).sorted())
            #expect(alone == counts.values.filter { $0 == 1 }.count)
        }
    }

    @Test("has keys whose bytes compare as 5-tuples do")
    func keys() throws {
        var random = SeededGenerator()
        let tuples = (0..<300).map { _ in Self.record(&random).tuple }
        let byBytes = tuples.sorted { $0.orderedBytes.lexicographicallyPrecedes($1.orderedBytes) }
        #expect(byBytes == tuples.sorted())
    }

    @Test("adds up records of one 5-tuple, attribution and exporter, whatever comes between them")
    func union() throws {
        var random = SeededGenerator()
        var one = Self.record(&random)
        (one.fromHost, one.fromOrigin) = (DirectionCounters(), DirectionCounters())
        one.fromHost.packets = 3
        var other = one
        other.attribution &+= 1
        var union = RecordUnion()
        var handed: [RunRecord] = []
        for record in [one, other, one] { union.add(record) { handed.append($0) } }
        union.finish { handed.append($0) }
        #expect(handed.map(\.fromHost.packets) == [6, 3])
    }

    /// A page of one record, whose columns hold one number each.
    private func page(_ numbers: [PageColumn: UInt64], hour: Hour = hour) -> RunPage {
        var content: [UInt8] = []
        for column in PageColumn.allCases {
            content.append(number: numbers[column] ?? 0)
            content.append(0)
        }
        return RunPage(
            hour: hour, number: 0, count: 1, attributions: [1], exporters: [.packets], timePower: 0, content: content)
    }

    @Test(
        "that states what cannot be is refused, and says so",
        arguments: [
            ([.shape: 16], "a flow of no known shape"), ([.transport: 256], "a flow of an impossible port or protocol"),
            ([.hostPort: 65_536], "a flow of an impossible port or protocol"),
            ([.originPort: .max], "a flow of an impossible port or protocol"),
            ([.attribution: 1], "a flow of no known attribution or exporter"),
            ([.exporter: 1], "a flow of no known attribution or exporter"),
            ([.hostLow: 1 << 32], "a flow of an end that is no address"),
            ([.originHigh: 1], "a flow of an end that is no address"),
            ([.hostPackets: 1 << 53], "a flow of an impossible counter"),
            ([.originRefusals: .max], "a flow of an impossible counter"),
            ([.hostHeaders: 1], "has an impossible counter"),
            ([.hostFlags: 1 << 20], "a flow with bits that say nothing"),
            ([.start: 3_600_000_000_000], "a flow of an impossible time"),
            ([.shape: 4, .start: 3_599_999_999_999, .duration: 1], "has an impossible time"),
            ([.shape: 12, .gap: 1], "has an impossible time"),
        ] as [([PageColumn: UInt64], String)])
    func impossible(numbers: [PageColumn: UInt64], words: String) throws {
        let page = try RunPage(bytes: page(numbers).bytes)
        let fault = #expect(throws: RunFault.self) { _ = try PageRecords(page, PageUnpacker()).count }
        #expect(fault.map { "\($0)".hasSuffix(words) } == true, "\(String(describing: fault))")
        #expect(throws: Never.self) { _ = try PageRecords(self.page([:]), PageUnpacker()).count }
    }

    @Test("of an hour that no time can have is refused")
    func hours() throws {
        let page = page([:], hour: Hour(index: .max))
        #expect(throws: RunFault.impossible("flows of the hour 2147483647, which no time can have")) {
            try RunPage(bytes: page.bytes)
        }
    }
}
