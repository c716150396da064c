import FlowLogs
import NetworkTypes
import TestSupport
import Testing

@Suite("sFlow")
struct SFlowTests {
    private typealias Build = ExportBuilder

    private static let frame = [UInt8](repeating: 0x5A, count: 61)

    @Test("hands out the packet of a sample, of the agent, at the time of reception", arguments: [false, true])
    func rawHeader(isExpanded: Bool) throws {
        let records = [Build.block(1_001, Build.number(0, 16)), Build.rawHeader(Self.frame, wire: 1_518, stripped: 4)]
        let sample = isExpanded ? Build.expandedFlowSample(records) : Build.flowSample(records)
        let kept = Build.decoded([Build.sFlow([sample])])
        let found = try #require(kept.samples.first)
        #expect(kept.losses.isEmpty && kept.samples.count == 1)
        #expect(found.bytes == Self.frame && found.linkType == .ethernet && found.originalLength == 1_514)
        #expect(found.samplingInterval == 512 && found.time == Build.time)
        guard case .sample(_, let origin) = kept.items[0] else { return }
        #expect(origin.exporter == .v4(IPv4Address(rawValue: 0xC000_024D)) && origin.domain == 3)
    }

    @Test(
        "knows header protocols, and names those that it does not",
        arguments: [(11, LinkType.ipv4), (12, .ipv6), (7, .ppp), (13, .mpls)])
    func headerProtocols(number: Int, linkType: LinkType) {
        let sample = { Build.sFlow([Build.flowSample([Build.rawHeader(Self.frame, protocolNumber: $0)])]) }
        #expect(Build.decoded([sample(number)]).samples.map(\.linkType) == [linkType])
        #expect(Build.decoded([sample(6)]).totals == [.undecoded("sflow_header_protocol"): 1])
    }

    @Test("takes what is said of the IP header where there is no raw one")
    func sampledIP() throws {
        let v4 = Build.block(
            3,
            Build.number(1_500, 4) + Build.number(6, 4) + [10, 0, 0, 1, 203, 0, 113, 5] + Build.number(4_000, 4)
                + Build.number(443, 4) + Build.number(2, 4) + Build.number(0, 4))
        let v6 = Build.block(
            4,
            Build.number(1_280, 4) + Build.number(17, 4) + [UInt8](repeating: 0x20, count: 32) + Build.number(53, 4)
                + Build.number(54, 4) + Build.number(0, 8))
        let kept = Build.decoded([
            Build.sFlow([
                Build.flowSample([v4]), Build.flowSample([v6]), Build.flowSample([v4, Build.rawHeader(Self.frame)]),
            ])
        ])
        try #require(kept.records.count == 2 && kept.samples.count == 1)
        #expect(kept.records[0].forward.bytes == 1_500 && kept.records[0].forward.packets == 1)
        #expect(kept.records[0].forward.tcpFlags == 2 && kept.records[0].destinationPort == 443)
        #expect(kept.records[0].first == Build.time && kept.records[0].samplingInterval == 512)
        #expect(kept.records[1].transport == .udp && kept.records[1].sourcePort == 53)
    }

    @Test("passes over counters and what else is not a packet")
    func counters() {
        let samples = [
            Build.block(2, Build.number(0, 12)), Build.block(4, []), Build.block(5, []), Build.block(9 << 12 | 1, []),
            Build.flowSample([Build.block(2, Build.number(0, 24))]),
        ]
        #expect(
            Build.decoded([Build.sFlow(samples)]).totals == [
                .notFlow("sflow_counters"): 2, .notFlow("sflow_discarded_packet"): 1,
                .notFlow("sflow_vendor_sample"): 1,
                .notFlow("sflow_ethernet_only"): 1,
            ])
    }

    @Test("whose agent names no address is of its sender")
    func withoutAgent() {
        let kept = Build.decoded([Build.sFlow([Build.flowSample([Build.rawHeader(Self.frame)])], agent: [])])
        guard case .sample(_, let origin) = kept.items[0] else { return }
        #expect(origin.exporter == Build.exporter)
    }

    @Test("of any length ends, and says what is missing")
    func truncations() {
        let datagram = Build.sFlow([
            Build.flowSample([Build.rawHeader(Self.frame)]), Build.expandedFlowSample([Build.rawHeader(Self.frame)]),
        ])
        for length in 0..<datagram.count {
            let kept = Build.decoded([Array(datagram.prefix(length))])
            #expect(kept.totals.values.reduce(0, +) == 1, "at \(length) bytes")
        }
    }

    @Test("counts datagrams in its sequence, each sub-agent by itself")
    func sequence() {
        let datagram = { (number: Int, agent: Int) in
            Build.sFlow(
                [
                    Build.flowSample([Build.rawHeader(Self.frame)]),
                    Build.flowSample([Build.rawHeader([UInt8(number)])]),
                ],
                sequence: number, subAgent: agent)
        }
        let kept = Build.decoded([
            datagram(1, 0), datagram(50, 1), datagram(2, 0), datagram(51, 1), datagram(5, 0), datagram(54, 1),
        ])
        #expect(kept.totals == [.lostBySequence: 8])
    }
}
