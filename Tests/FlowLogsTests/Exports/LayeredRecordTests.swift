import FlowLogs
import NetworkTypes
import TestSupport
import Testing

@Suite("A record of a tunnel's headers and of those in it")
struct LayeredRecordTests {
    private typealias Build = ExportBuilder

    /// As routers with SRv6 send it: the outer header first (RFC 7011 section 8).
    private static func fields(inner: [(Int, Int)]) -> [(Int, Int)] {
        [(2, 4), (1, 4), (27, 16), (28, 16), (7, 2), (11, 2), (4, 1), (6, 1), (61, 1)] + inner
            + [(7, 2), (11, 2), (4, 1), (6, 1)]
    }

    private static let outerEnds = [UInt8](repeating: 0x20, count: 32)

    private static func data(
        outerEnds: [UInt8] = outerEnds, outer: UInt8, ports: [UInt8] = [0, 0, 0, 0], flags: UInt8 = 0,
        inner: [UInt8], innerHeader: [UInt8]
    ) -> [UInt8] {
        Build.number(3, 4) + Build.number(300, 4) + outerEnds + ports + [outer, flags, 0] + inner + innerHeader
    }

    private func records(_ fields: [(Int, Int)], _ data: [UInt8]) -> [LogRecord] {
        Build.decoded([Build.ipfix([Build.set(2, Build.template(256, fields)), Build.set(256, data)])]).records
    }

    private static let innerHeader: [UInt8] = [0xC0, 0, 0x01, 0xBB, 17, 0x1B]

    @Test("gives the flow of the packet in the tunnel, of either version")
    func inner() throws {
        let v4: [UInt8] = [10, 0, 0, 1, 198, 51, 100, 7]
        let v6 = [UInt8](repeating: 0xFD, count: 16) + [UInt8](repeating: 0x30, count: 16)
        let found =
            records(
                Self.fields(inner: [(8, 4), (12, 4)]), Self.data(outer: 4, inner: v4, innerHeader: Self.innerHeader))
            + records(
                Self.fields(inner: [(27, 16), (28, 16)]),
                Self.data(outer: 41, inner: v6, innerHeader: Self.innerHeader))
        try #require(found.count == 2)
        #expect("\(found[0].source) \(found[0].destination)" == "10.0.0.1 198.51.100.7")
        #expect(found[1].source == .v6(IPv6Address(rawValue: UInt128.max / 255 * 0xFD)))
        for record in found {
            #expect(record.transport == .udp && record.sourcePort == 0xC000 && record.destinationPort == 443)
            #expect(record.forward.packets == 3 && record.forward.bytes == 300 && record.forward.tcpFlags == 0x1B)
        }
    }

    @Test("gives the outer header's flow where there was no tunnel")
    func noTunnel() throws {
        for inner in [[(8, 4), (12, 4)], [(27, 16), (28, 16)]] {
            let none = [UInt8](repeating: 0, count: inner.reduce(0) { $0 + $1.1 })
            let data = Self.data(
                outer: 6, ports: [0xC0, 1, 0x01, 0xBB], flags: 0x02, inner: none, innerHeader: [0, 0, 0, 0, 0, 0])
            let found = records(Self.fields(inner: inner), data + data)
            #expect(found.count == 2)
            let record = try #require(found.first)
            #expect(record.source == .v6(IPv6Address(rawValue: UInt128.max / 255 * 0x20)))
            #expect(record.transport == .tcp && record.sourcePort == 0xC001 && record.destinationPort == 443)
            #expect(record.forward.tcpFlags == 0x02)
        }
    }

    @Test("is read the same with fields of variable length in it")
    func variableLength() throws {
        let fields = [(82, 65_535)] + Self.fields(inner: [(8, 4), (12, 4)]) + [(83, 65_535)]
        let inner = Self.data(
            outer: 4, inner: [10, 0, 0, 1, 198, 51, 100, 7], innerHeader: Self.innerHeader)
        let plain = Self.data(
            outer: 6, ports: [0, 22, 0, 23], inner: [UInt8](repeating: 0, count: 8), innerHeader: [0, 0, 0, 0, 0, 0])
        let found = records(fields, [2, 1, 1] + inner + [0] + [1, 1] + plain + [3, 1, 1, 1])
        #expect(found.map(\.transport) == [.udp, .tcp])
        #expect(found.map(\.destinationPort) == [443, 23])
    }

    @Test("is none where addresses stand there once: of a field that comes again the first counts")
    func repeatedPorts() {
        let fields = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (7, 2), (11, 2)]
        let found = records(fields, [10, 0, 0, 1, 10, 0, 0, 2, 0, 1, 0, 2, 6, 0, 3, 0, 4])
        #expect(found.map(\.sourcePort) == [1] && found.map(\.destinationPort) == [2])
    }
}

@Suite("A record of YAF")
struct YAFRecordTests {
    private typealias Build = ExportBuilder

    @Test("states by the flags of the first packets who opened, and who answered")
    func flags() throws {
        let yaf = { Build.enterprise(6_871, $0) }
        let fields = [
            (8, 4), (12, 4), (4, 1), (2, 4), (Build.reverse(2), 4), (yaf(14), 1), (yaf(15), 1), (yaf(14 | 0x4000), 1),
            (yaf(15 | 0x4000), 1),
        ]
        let data = { (flags: [UInt8]) in
            [10, 0, 0, 1, 10, 0, 0, 2, 6] + Build.number(5, 4) + Build.number(4, 4) + flags
        }
        let found = Build.decoded([
            Build.ipfix([
                Build.set(2, Build.template(256, fields)),
                Build.set(256, data([0x02, 0x19, 0x12, 0x18]) + data([0x10, 0x18, 0x12, 0x10])),
            ])
        ]).records
        try #require(found.count == 2)
        #expect(found[0].forward.hasSentOpening && !found[0].forward.hasSentAnswer)
        #expect(found[0].reverse?.hasSentAnswer == true && found[0].reverse?.hasSentOpening == false)
        #expect(found[0].forward.tcpFlags == 0x1B && found[0].reverse?.tcpFlags == 0x1A)
        #expect(!found[1].forward.hasSentOpening && !found[1].forward.hasSentAnswer)
    }
}
