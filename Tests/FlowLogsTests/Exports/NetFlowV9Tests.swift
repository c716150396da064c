import FlowLogs
import NetworkTypes
import TestSupport
import Testing

@Suite("NetFlow v9")
struct NetFlowV9Tests {
    private typealias Build = ExportBuilder

    private static let template = Build.set(0, Build.template(256, Build.flowFields))

    @Test("reads data by the template that came before, with padding")
    func data() throws {
        let kept = Build.decoded([
            Build.netFlow9(
                [Self.template, Build.set(256, Build.flow() + Build.flow(port: 4_001), padding: 3)], count: 3)
        ])
        #expect(kept.records.count == 2 && kept.losses.isEmpty)
        let record = try #require(kept.records.last)
        #expect(record.sourcePort == 4_001 && record.forward.bytes == 120 && record.forward.packets == 3)
        #expect(record.first == nil && record.last == nil)
        #expect(record.stated == Timestamp(nanoseconds: 1_500_000_000_000_000_000))
    }

    @Test("passes over fields whose length stands before them, as H3C sends them")
    func variableLength() {
        let template = Build.set(0, Build.template(256, [(8, 4), (82, 65_535), (12, 4), (4, 1)]))
        let data: [UInt8] = [10, 0, 0, 1, 2, 9, 9, 10, 0, 0, 2, 17] + [10, 0, 0, 3, 0, 10, 0, 0, 4, 6]
        let found = Build.decoded([Build.netFlow9([template, Build.set(256, data)], count: 3)]).records
        #expect(found.map(\.transport) == [.udp, .tcp])
    }

    @Test("counts data that comes before its template, and takes it when it comes again")
    func late() {
        let data = Build.netFlow9([Build.set(256, Build.flow() + Build.flow())], count: 2, sequence: 1)
        let kept = Build.decoded([data, Build.netFlow9([Self.template], sequence: 0), data, data])
        #expect(kept.records.count == 2)
        #expect(kept.totals == [.withoutTemplate: 2, .repeated: 2])
    }

    @Test("reads data by the template that holds, when it changes")
    func changes() throws {
        let shorter = Build.set(0, Build.template(256, [(8, 4), (12, 4), (4, 1), (2, 2), (1, 3)]))
        let data = Build.set(256, [10, 0, 0, 1, 10, 0, 0, 2, 17, 0, 9, 1, 0, 0])
        let kept = Build.decoded([
            Build.netFlow9([Self.template, Build.set(256, Build.flow())], sequence: 1),
            Build.netFlow9([shorter, data], sequence: 2),
        ])
        let record = try #require(kept.records.last)
        #expect(kept.records.count == 2 && kept.losses.isEmpty)
        #expect(record.transport == .udp && record.forward.packets == 9 && record.forward.bytes == 65_536)
    }

    @Test("passes over fields of no bytes, and refuses a template of nothing else")
    func zeroLengths() {
        let fields = [(8, 4), (12, 4), (4, 1), (21, 0), (95, 0), (2, 1)]
        let some = Build.netFlow9([
            Build.set(0, Build.template(300, fields)), Build.set(300, [10, 0, 0, 1, 10, 0, 0, 2, 6, 1]),
        ])
        #expect(Build.decoded([some]).records.count == 1)
        let none = Build.netFlow9([
            Build.set(0, Build.template(300, [(8, 0), (12, 0)])), Build.set(300, [UInt8](repeating: 0, count: 1_000)),
        ])
        #expect(Build.decoded([none]).totals == [.undecoded("template_without_length"): 1, .withoutTemplate: 20])
    }

    @Test("has times by its uptime; a beginning at 0 stays there, and none at all are none")
    func times() throws {
        let template = Build.set(0, Build.template(256, [(8, 4), (12, 4), (22, 4), (21, 4)]))
        let data = { (first: Int, last: Int) in
            Build.set(256, [10, 0, 0, 1, 10, 0, 0, 2] + Build.number(first, 4) + Build.number(last, 4))
        }
        let kept = Build.decoded([
            Build.netFlow9([template, data(999_000, 1_000_500), data(0, 999_500), data(0, 0)], count: 4)
        ])
        #expect(
            kept.records.map(\.first) == [
                Timestamp(nanoseconds: 1_499_999_999_000_000_000), Timestamp(nanoseconds: 0), nil,
            ])
        #expect(
            kept.records.map(\.last) == [
                Timestamp(nanoseconds: 1_500_000_000_500_000_000), Timestamp(nanoseconds: 1_499_999_999_500_000_000),
                nil,
            ])
    }

    @Test("takes sampling from records, from samplers by number, and from options of another domain")
    func sampling() {
        let fields = [(8, 4), (12, 4), (48, 2)]
        let template = Build.set(0, Build.template(256, fields))
        let data = Build.set(256, (0..<3).flatMap { [10, 0, 0, 1, 10, 0, 0, 2, 0, $0] })
        let options = Build.set(1, Build.options9(257, scopes: [(1, 4)], [(48, 2), (50, 4), (84, 8)]))
        let samplers = Build.set(
            257, (1...2).flatMap { [0, 0, 0, 0, 0, $0, 0, 0, 0, 100 * $0] + [UInt8](repeating: 65, count: 8) })
        let own = Build.decoded([Build.netFlow9([options, samplers]), Build.netFlow9([template, data], sequence: 1)])
        #expect(own.records.map(\.samplingInterval) == [nil, 100, 200])
        let other = Build.decoded([
            Build.netFlow9([options, samplers], domain: 1), Build.netFlow9([template, data], domain: 2),
        ])
        #expect(other.records.map(\.samplingInterval) == [nil, 100, 200])
        let general = Build.decoded([
            Build.netFlow9([
                Build.set(1, Build.options9(257, scopes: [(1, 4)], [(34, 4), (35, 1)])),
                Build.set(257, [0, 0, 0, 0, 0, 0, 3, 232, 2]),
                Build.set(0, Build.template(256, [(8, 4), (12, 4)])), Build.set(256, [10, 0, 0, 1, 10, 0, 0, 2]),
            ])
        ])
        #expect(general.records.map(\.samplingInterval) == [1_000])
        #expect(general.totals == [.notFlow("options"): 1])
    }

    @Test("of a firewall states who began, what was denied, and when the event was")
    func firewall() throws {
        let fields = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (233, 1), (323, 8), (231, 4), (232, 4), (225, 4)]
        let data = { (event: UInt8, transport: UInt8) in
            [10, 0, 0, 1, 203, 0, 113, 5, 16, 0, 1, 187, transport, event] + Build.number(1_499_999_000_250, 8)
                + Build.number(11, 4) + Build.number(22, 4) + [192, 0, 2, 9]
        }
        let kept = Build.decoded([
            Build.netFlow9(
                [Build.set(0, Build.template(256, fields)), Build.set(256, data(2, 6) + data(3, 6) + data(1, 1))],
                count: 4)
        ])
        let records = kept.records
        try #require(records.count == 3)
        #expect(records.map(\.isRefused) == [false, true, false])
        #expect(records.map(\.initiator) == [.source, .source, nil])
        #expect(records[0].stated == Timestamp(nanoseconds: 1_499_999_000_250_000_000))
        #expect(records[0].source == .v4(IPv4Address(rawValue: 0x0A00_0001)))
        #expect(records[0].forward.bytes == nil && records[0].forward.payloadBytes == 11)
        #expect(records[0].reverse?.payloadBytes == 22 && records[0].reverse?.bytes == nil)
    }

    @Test("counts datagrams in its sequence, and loses as many records as one has in the mean")
    func sequence() {
        let data = { (number: Int) in
            Build.netFlow9(
                [Build.set(256, Build.flow(port: number) + Build.flow(port: number))], count: 2, sequence: number)
        }
        let first = Build.netFlow9([Self.template, Build.set(256, Build.flow() + Build.flow())], count: 3, sequence: 9)
        let kept = Build.decoded([first] + (10..<20).map(data) + (25..<30).map(data))
        #expect(kept.totals == [.lostBySequence: 10])
    }

    @Test("that counts records in place of datagrams is not loss")
    func countsRecords() {
        let data = { (number: Int) in
            Build.netFlow9(
                [Build.set(256, Build.flow(port: number) + Build.flow(port: number))], count: 2, sequence: number)
        }
        let first = Build.netFlow9([Self.template], sequence: 100)
        let kept = Build.decoded([first] + (0..<20).map { data(101 + 2 * $0) })
        #expect(kept.records.count == 40 && kept.totals == [:])
    }

    @Test("of an exporter that began again is not loss")
    func restart() {
        let data = { (number: Int, uptime: Int, seconds: Int) in
            Build.netFlow9(
                [Self.template, Build.set(256, Build.flow(port: number))], count: 2, sequence: number,
                seconds: seconds, uptime: uptime)
        }
        let before = (0..<10).map { data(5_000 + $0, 900_000 + 1_000 * $0, 1_500_000_000 + $0) }
        let behind = (0..<10).map { data($0, 1_000 + 1_000 * $0, 1_500_000_100 + $0) }
        #expect(Build.decoded(before + behind).totals == [:])
    }
}
