import CensusModel
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import HourlyRollup

@Suite("5-tuples as numbers")
struct TupleWordsTests {
    /// At the ends of the IPv4-mapped addresses (RFC 4291 section 2.5.5.2), which no flow has, and anywhere else.
    private static let addresses: [IPAddress] =
        [0, 1, 0xCB00_7101, .max].map { .v4(IPv4Address(rawValue: $0)) }
        + [
            0, 1, 0xCB00_7101, 0xFFFE_FFFF_FFFF, 0x1_0000_0000_0000, 1 << 63, 1 << 64, 0x2001_0DB8 << 96,
            0x2001_0DB8 << 96 | 1, .max,
        ].map { .v6(IPv6Address(rawValue: $0)) }

    @Test("come in the order of 5-tuples, and before their end")
    func order() {
        var random = SeededGenerator()
        var tuples: [FlowTuple] = []
        for origin in Self.addresses {
            for host in Self.addresses {
                for _ in 0..<2 {
                    tuples.append(
                        FlowTuple(
                            origin: origin, host: host, transport: [.tcp, .udp].randomElement(using: &random) ?? .tcp,
                            hostPort: [0, 1, 0xFFFF].randomElement(using: &random) ?? 0,
                            originPort: [0, 0xFFFF].randomElement(using: &random) ?? 0))
                }
            }
        }
        tuples.sort()
        for (first, second) in zip(tuples, tuples.dropFirst()) {
            let (before, behind) = (TupleWords6(first), TupleWords6(second))
            #expect((before == behind) == (first == second))
            #expect((before < behind) == (first != second))
            #expect(!(behind < before))
            #expect(behind < TupleWords6.end)
            let isBeside =
                first.origin == second.origin && first.host == second.host && first.transport == second.transport
            #expect(before.isBeside(behind) == isBeside)
        }
    }
}
