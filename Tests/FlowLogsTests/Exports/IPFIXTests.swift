import ByteInput
import FlowLogs
import NetworkTypes
import TestSupport
import Testing

@Suite("IPFIX")
struct IPFIXTests {
    private typealias Build = ExportBuilder

    private func records(_ fields: [(Int, Int)], _ data: [UInt8], also sets: [[UInt8]] = []) -> [LogRecord] {
        Build.decoded([Build.ipfix(sets + [Build.set(2, Build.template(256, fields)), Build.set(256, data)])]).records
    }

    @Test("passes over enterprises' fields and those of variable length, short and long")
    func variableLength() {
        let fields = [
            (8, 4), (Build.enterprise(9, 12_232), 65_535), (12, 4), (Build.enterprise(35_632, 5), 3), (291, 65_535),
            (4, 1),
        ]
        let long = [255] + Build.number(300, 2) + [UInt8](repeating: 7, count: 300)
        let data: [UInt8] = [10, 0, 0, 1] + [2, 9, 9] + [10, 0, 0, 2, 1, 2, 3] + [0] + [6]
        let other: [UInt8] = [10, 0, 0, 3] + long + [10, 0, 0, 4, 1, 2, 3] + long + [17]
        let found = records(fields, data + other + [0, 0, 0])
        #expect(found.map(\.transport) == [.tcp, .udp])
        #expect(found.map(\.source) == [0x0A00_0001, 0x0A00_0003].map { .v4(IPv4Address(rawValue: $0)) })
    }

    @Test("reads the other direction of biflows, and who began only where that is stated")
    func biflows() throws {
        let fields = [
            (8, 4), (12, 4), (4, 1), (1, 4), (2, 4), (Build.reverse(1), 4), (Build.reverse(2), 4), (239, 1),
            (Build.reverse(6), 1),
        ]
        let data = { (direction: UInt8) in
            [10, 0, 0, 1, 10, 0, 0, 2, 6] + Build.number(100, 4) + Build.number(2, 4) + Build.number(300, 4)
                + Build.number(4, 4) + [direction, 0x1B]
        }
        let found = records(fields, (0...3).flatMap { data($0) })
        #expect(found.map(\.initiator) == [nil, .source, .destination, nil])
        let reverse = try #require(found.first?.reverse)
        #expect(reverse.packets == 4 && reverse.bytes == 300 && reverse.tcpFlags == 0x1B)
    }

    @Test("states times in every unit")
    func times() {
        let whole = 1_499_999_000
        let ntp = Build.number(whole + 2_208_988_800, 4) + [0x80, 0, 0, 0]
        let first = { (field: Int, bytes: [UInt8]) in
            records([(8, 4), (12, 4), (field, bytes.count)], [10, 0, 0, 1, 10, 0, 0, 2] + bytes).first?.first?
                .nanoseconds
        }
        let half = whole * 1_000_000_000 + 500_000_000
        #expect(first(150, Build.number(whole, 4)) == Int64(whole * 1_000_000_000))
        #expect(first(152, Build.number(whole * 1_000 + 500, 8)) == Int64(half))
        #expect(first(154, ntp) == Int64(half))
        #expect(first(156, ntp) == Int64(half))
        #expect(first(158, Build.number(2_500_000, 4)) == 1_499_999_997_500_000_000)
        #expect(first(152, Build.number(UInt64.max, 8)) == nil)
    }

    @Test("relates uptimes to the system's start, from the record or from options of its domain")
    func systemStart() {
        let start = 1_499_990_000_000
        let fields = [(8, 4), (12, 4), (22, 4), (21, 4)]
        let data: [UInt8] = [10, 0, 0, 1, 10, 0, 0, 2] + Build.number(9_000_000, 4) + Build.number(9_500_000, 4)
        #expect(records(fields, data).map(\.first) == [nil])
        let options = [
            Build.set(3, Build.options(300, scopes: 1, [(143, 4), (160, 8)])),
            Build.set(300, [0, 0, 0, 1] + Build.number(start, 8)),
        ]
        let expected = Timestamp(nanoseconds: Int64(start + 9_000_000) * 1_000_000)
        #expect(records(fields, data, also: options).map(\.first) == [expected])
        #expect(records(fields + [(160, 8)], data + Build.number(start, 8)).map(\.first) == [expected])
    }

    @Test("takes of two versions' addresses those that are not zero, and of a tunnel's the inner ones")
    func bothVersions() {
        let fields = [(8, 4), (12, 4), (27, 16), (28, 16), (4, 1)]
        let v4: [UInt8] = [10, 0, 0, 1, 10, 0, 0, 2]
        let v6 = [UInt8](repeating: 0x20, count: 32)
        let (none4, none6) = ([UInt8](repeating: 0, count: 8), [UInt8](repeating: 0, count: 32))
        let found = records(fields, v4 + none6 + [6] + none4 + v6 + [6] + v4 + v6 + [41] + v4 + v6 + [4])
        let isIPv4 = found.map { if case .v4 = $0.source { true } else { false } }
        #expect(isIPv4 == [true, false, false, true])
    }

    @Test("states counters: those of the interval before totals, and none where there are none")
    func counters() {
        let total = records(
            [(8, 4), (12, 4), (85, 8), (86, 8)], [10, 0, 0, 1, 10, 0, 0, 2] + Build.number(70, 8) + Build.number(7, 8))
        #expect(total.map(\.forward.bytes) == [70] && total.map(\.forward.packets) == [7])
        let both = records([(8, 4), (12, 4), (85, 1), (1, 1)], [10, 0, 0, 1, 10, 0, 0, 2, 70, 0])
        #expect(both.map(\.forward.bytes) == [0])
        #expect(records([(8, 4), (12, 4)], [10, 0, 0, 1, 10, 0, 0, 2]).map(\.forward.packets) == [nil])
    }

    @Test("knows fragments, type and code of ICMP, and what was dropped")
    func details() throws {
        let fields = [(8, 4), (12, 4), (4, 1), (88, 2), (32, 2), (89, 1)]
        let found = records(
            fields, [10, 0, 0, 1, 10, 0, 0, 2, 1, 0, 0, 3, 1, 64] + [10, 0, 0, 1, 10, 0, 0, 2, 17, 0, 9, 0, 0, 129])
        try #require(found.count == 2)
        #expect(found[0].icmp == 0x0301 && !found[0].isFragment && !found[0].isRefused)
        #expect(found[1].icmp == nil && found[1].isFragment && found[1].isRefused)
    }

    @Test("hands out the packets that records hold in place of addresses")
    func sections() throws {
        let frame = [UInt8](repeating: 0xAB, count: 20)
        let message = Build.ipfix([
            Build.set(
                2,
                Build.template(256, [(315, 65_535), (312, 2), (305, 4), (306, 4), (324, 8)])
                    + Build.template(257, [(313, 20)])),
            Build.set(
                256,
                [20] + frame + Build.number(1_514, 2) + Build.number(1, 4) + Build.number(99, 4)
                    + Build.number(1_499_999_000 + 2_208_988_800, 4) + Build.number(0, 4)),
            Build.set(257, frame),
        ])
        let samples = Build.decoded([message]).samples
        try #require(samples.count == 2)
        #expect(samples[0].linkType == .ethernet && samples[0].bytes == frame && samples[0].originalLength == 1_514)
        #expect(samples[0].samplingInterval == 100)
        #expect(samples[0].time == Timestamp(nanoseconds: 1_499_999_000_000_000_000))
        #expect(samples[1].linkType == .raw && samples[1].originalLength == 20)
        #expect(samples[1].time == Timestamp(nanoseconds: 1_500_000_000_000_000_000))
    }

    @Test("names sets that cannot be")
    func malformedSets() {
        #expect(Build.decoded([Build.ipfix([[1, 0, 0, 0]])]).totals == [.undecoded("set_length"): 1])
        #expect(Build.decoded([Build.ipfix([Build.set(17, [1, 2, 3, 4])])]).totals == [.undecoded("set_reserved"): 1])
        #expect(Build.decoded([Build.ipfix([], length: 15)]).totals == [.undecoded("ipfix_length"): 1])
        #expect(
            Build.decoded([Build.ipfix([Build.set(2, Build.template(255, [(8, 4)]))])]).totals == [
                .undecoded("template_number"): 1
            ])
        let many = Build.template(256, (0..<1_025).map { _ in (8, 4) })
        #expect(Build.decoded([Build.ipfix([Build.set(2, many)])]).totals == [.undecoded("template_too_long"): 1])
    }

    @Test("does not read by an old template what comes behind a new one that cannot be used")
    func unusableTemplates() {
        let old = Build.ipfix([Build.set(2, Build.template(256, Build.flowFields)), Build.set(256, Build.flow())])
        let wide = Build.flowFields + (0..<1_024).map { _ in (210, 1) }
        let data = Build.flow() + [UInt8](repeating: 0, count: 1_024)
        let new = Build.ipfix([Build.set(2, Build.template(256, wide)), Build.set(256, data)], sequence: 1)
        let kept = Build.decoded([old, new])
        #expect(kept.records.count == 1)
        #expect(kept.count(.undecoded("template_too_long")) == 1 && kept.count(.withoutTemplate) > 0)
    }

    @Test("does not read by an old template what comes behind a new one for which there is no room")
    func noRoomForTemplates() {
        let trusted = PrefixSet([IPPrefix(.v4(IPv4Address(rawValue: 0xC000_0200)), length: 24)].compactMap { $0 })
        var decoder = ExportDecoder(trusted: trusted)
        let old = Build.ipfix([Build.set(2, Build.template(256, Build.flowFields)), Build.set(256, Build.flow())])
        #expect(Build.decoded([old], by: &decoder).records.count == 1)
        let filling = (0..<1_500).map { Build.ipfix([Build.set(2, Build.template(300 + $0, Build.flowFields))]) }
        #expect(Build.decoded(filling, by: &decoder).count(.undecoded("templates_full")) > 0)
        let wide = Build.flowFields + (0..<1_000).map { _ in (210, 1) }
        let data = Build.flow() + [UInt8](repeating: 0, count: 1_000)
        let new = Build.ipfix([Build.set(2, Build.template(256, wide)), Build.set(256, data)], sequence: 1)
        #expect(Build.decoded([new], by: &decoder).records.isEmpty)
    }

    @Test("counts 65,503 records of one byte without reading them one by one")
    func shortestRecords() {
        let message = Build.ipfix([
            Build.set(2, Build.template(256, [(4, 1)])), Build.set(256, [UInt8](repeating: 6, count: 65_503)),
        ])
        #expect(Build.decoded([message]).totals == [.notFlow("without_addresses"): 65_503])
    }

    @Test("withdraws templates in files, not over UDP")
    func withdrawals() throws {
        let messages = [
            Build.ipfix([Build.set(2, Build.template(256, Build.flowFields)), Build.set(256, Build.flow())]),
            Build.ipfix([Build.set(2, Build.number(256, 2) + Build.number(0, 2))], sequence: 1),
            Build.ipfix([Build.set(256, Build.flow(port: 5_000))], sequence: 1),
        ]
        #expect(Build.decoded(messages).records.count == 2)
        let file = try CollectedLog(messages.flatMap { $0 })
        #expect(file.records.count == 1 && file.notes[.withoutTemplate] == 1)
    }

    @Test("counts records without a template by the next sequence number")
    func untold() {
        let data = { (number: Int) in
            Build.ipfix([Build.set(256, (0..<20).flatMap { Build.flow(port: number + $0) })], sequence: number)
        }
        let kept = Build.decoded((0..<5).map { data(20 * $0) })
        #expect(kept.totals == [.withoutTemplate: 88])
    }
}

@Suite("An IPFIX file")
struct IPFIXFileTests {
    private typealias Build = ExportBuilder

    private static let messages = [
        Build.ipfix([Build.set(2, Build.template(256, Build.flowFields)), Build.set(256, Build.flow())]),
        Build.ipfix([Build.set(256, Build.flow(port: 5_000))], sequence: 1),
    ]

    @Test(
        "of a known log gives its records",
        .enabled(if: KnownLogs.areThere, "the folder shared/flowlogs is not beside the repository"))
    func known() throws {
        let log = try KnownLogs.read("ipfixfile_cesnet.ipfix")
        let truth = try KnownLogs.truth("ipfixfile_cesnet")
        #expect(log.error == nil && log.notes.isEmpty && log.records.count == truth.count)
        for (record, row) in zip(log.records, truth) {
            var row = row
            row["exporter"] = nil
            let stated = try StatedRow(.record(record, LogOrigin(domain: 6)))
            #expect(stated.differences(to: row, kind: "ipfix").isEmpty, "\(row)")
        }
    }

    @Test("of any length is whole messages and the place of the damage")
    func truncations() throws {
        let bytes = Self.messages.flatMap { $0 }
        let first = Self.messages[0].count
        for length in 1..<bytes.count where length != first {
            let log = try CollectedLog(Array(bytes.prefix(length)), as: .ipfix)
            #expect(log.records.count == (length < first ? 0 : 1))
            #expect(log.error?.isCut == true)
            #expect(log.error?.place == .byte(length < first ? 0 : UInt64(first)))
            let growing = try CollectedLog(Array(bytes.prefix(length)), as: .ipfix, isGrowing: true)
            #expect(growing.error == nil && growing.end == (length < first ? 0 : UInt64(first)))
        }
    }

    @Test("is damaged where no message begins, or one has no room for its header")
    func damage() throws {
        let first = Self.messages[0]
        let garbage = try CollectedLog(first + [0, 9, 0, 20] + [UInt8](repeating: 0, count: 20))
        #expect(garbage.records.count == 1 && garbage.error?.place == .byte(UInt64(first.count)))
        let short = try CollectedLog(first + [0, 10, 0, 15] + [UInt8](repeating: 0, count: 20))
        #expect(short.records.count == 1 && short.error?.isCut == false)
    }
}
