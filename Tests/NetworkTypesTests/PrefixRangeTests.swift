import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@Suite("Prefixes and ranges")
struct PrefixRangeTests {
    private func v4(_ value: UInt32) -> IPAddress { .v4(IPv4Address(rawValue: value)) }

    /// The last eight bits of the addresses that prefixes hold, in order.
    private func octets(_ prefixes: [IPPrefix]) -> [UInt32] {
        prefixes.flatMap { prefix -> [UInt32] in
            guard case .v4(let address) = prefix.address else { return [] }
            return Array(IPPrefix.bounds(address, length: prefix.length))
        }
    }

    @Test("a range is covered by prefixes that hold just its addresses, none of which could be joined")
    func covering() throws {
        for first in UInt32(0)..<40 {
            for last in first..<40 {
                let prefixes = try #require(IPPrefix.covering(v4(first), v4(last)))
                #expect(octets(prefixes) == Array(first...last))
                for (left, right) in zip(prefixes, prefixes.dropFirst()) where left.length == right.length {
                    #expect(
                        IPPrefix(left.address, length: left.length - 1)
                            != IPPrefix(right.address, length: left.length - 1))
                }
            }
        }
    }

    @Test("the widest ranges are one prefix, and those that begin or end one short of it are many")
    func widest() throws {
        #expect(IPPrefix.covering(v4(0), v4(.max))?.map(\.length) == [0])
        #expect(IPPrefix.covering(v4(1), v4(.max))?.count == 32)
        #expect(IPPrefix.covering(v4(0), v4(.max - 1))?.count == 32)
        let (low, high) = (IPAddress.v6(IPv6Address(rawValue: 1)), IPAddress.v6(IPv6Address(rawValue: .max - 1)))
        #expect(IPPrefix.covering(low, high)?.count == 254)
        #expect(IPPrefix.covering(high, low) == nil && IPPrefix.covering(v4(0), low) == nil)
    }

    @Test("a set holds, meets or is apart from a prefix, and leaves of it what it does not hold")
    func sets() throws {
        var random = SeededGenerator()
        for _ in 0..<300 {
            let members = try (0..<3).map { _ in
                try #require(
                    IPPrefix(v4(.random(in: 0..<64, using: &random)), length: .random(in: 28...32, using: &random)))
            }
            let set = PrefixSet(members)
            let prefix = try #require(
                IPPrefix(v4(.random(in: 0..<64, using: &random)), length: .random(in: 26...32, using: &random)))
            let all = octets([prefix])
            let outside = all.filter { !set.contains(v4($0)) }
            #expect(octets(set.rest(of: prefix)) == outside)
            let expected: PrefixSet.Relation = outside.isEmpty ? .holds : outside == all ? .apart : .meets
            #expect(set.relation(to: prefix) == expected)
            let meetsOne = members.contains { $0.meets(prefix) }
            #expect(meetsOne == (expected != .apart))
        }
    }
}
