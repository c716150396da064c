import CensusModel
import NetworkTypes
import Testing

@testable import Watchlist

/// The tables behind the screen. A screen of the shortest prefixes has millions of keys, too many for a debug build.
@Suite("Tables of prefixes")
struct PrefixTableTests {
    private func prefix(_ first: UInt32, length: Int, _ number: RuleLists.Number) -> RangeTable.Prefix {
        let last = length == 0 ? UInt32.max : first | ~(UInt32.max << UInt32(32 - length))
        return RangeTable.Prefix(first: first, last: last, number: number)
    }

    /// A rule whose port is its name.
    private func rule(_ port: UInt16) -> Rule {
        var profile = EntryProfile()
        profile.port = port
        return Rule(profile, AttributionID(rawValue: 0))
    }

    @Test("give every IPv4 address the rules of all prefixes around it, the longest first, from length zero on")
    func nested() {
        var lists = RuleLists()
        let numbers = (0...4).map { lists.number(of: [rule($0)]) }
        let table = RangeTable(
            [
                prefix(0, length: 0, numbers[0]), prefix(0, length: 1, numbers[1]), prefix(0, length: 31, numbers[2]),
                prefix(0x8000_0000, length: 1, numbers[3]), prefix(0xFFFF_FFFE, length: 31, numbers[4]),
            ], &lists)
        for (address, ports) in [
            (0, [2, 1, 0]), (1, [2, 1, 0]), (2, [1, 0]), (0x7FFF_FFFF, [1, 0]), (0x8000_0000, [3, 0]),
            (0xFFFF_FFFD, [3, 0]), (0xFFFF_FFFE, [4, 3, 0]), (.max, [4, 3, 0]),
        ] as [(UInt32, [UInt16])] {
            #expect(lists[table.number(of: address)].map(\.port) == ports, "\(address)")
        }
    }

    @Test("give an IPv4 address between prefixes none, and one behind a nested prefix that of the outer")
    func gaps() {
        var lists = RuleLists()
        let (outer, inner) = (lists.number(of: [rule(1)]), lists.number(of: [rule(2)]))
        let table = RangeTable(
            [prefix(0x0A00_0000, length: 24, outer), prefix(0x0A00_0080, length: 25, inner)], &lists)
        for (address, ports) in [
            (0x09FF_FFFF, []), (0x0A00_0000, [1]), (0x0A00_007F, [1]), (0x0A00_0080, [2, 1]), (0x0A00_00FF, [2, 1]),
            (0x0A00_0100, []), (0, []), (.max, []),
        ] as [(UInt32, [UInt16])] {
            #expect(lists[table.number(of: address)].map(\.port) == ports, "\(address)")
        }
    }

    @Test("ask IPv6 prefixes from the longest to that of length zero, until one answers")
    func levels() {
        let table = PrefixTable([(0, 0, 1), (0x2001 << 112, 16, 2), (0x2001 << 112 | 1, 128, 3)])
        for (address, numbers) in [
            (0, [1]), (.max, [1]), (0x2001 << 112, [2, 1]), (0x2001 << 112 | 1, [3, 2, 1]),
        ] as [(UInt128, [RuleLists.Number])] {
            var asked: [RuleLists.Number] = []
            let answer: Bool? = table.first(address) { number in
                asked.append(number)
                return nil
            }
            #expect(asked == numbers && answer == nil)
            #expect(table.first(address) { $0 } == numbers.first)
            #expect(table.contains(address))
        }
        #expect(!PrefixTable([]).contains(0))
    }
}
