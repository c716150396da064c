import NetworkTypes
import Testing
import TrafficSimulation

@testable import Watchlist

@Suite("The table of addresses")
struct AddressTableTests {
    private typealias Entry = (address: UInt32, number: RuleLists.Number)

    @Test("finds the number of every address in it, and none for any other", arguments: [0, 1, 2, 3, 4, 5, 100, 5_000])
    func membership(_ count: Int) {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        // From few enough addresses that many lie side by side, with both ends of the range among them.
        let addresses = Set((0..<count).map { _ in UInt32.random(in: 0...UInt32(4 * count), using: &generator) &- 7 })
        let entries: [Entry] = addresses.sorted().enumerated().map { ($1, RuleLists.Number($0 + 1)) }
        let alike: [Entry] = entries.map { ($0.address, 9) }
        let (table, plain) = (AddressTable(entries), AddressTable(alike))
        for entry in entries {
            #expect(table.number(of: entry.address) == entry.number, "seed \(seed)")
            #expect(plain.number(of: entry.address) == 9, "seed \(seed)")
        }
        for other in (0...UInt32(4 * count)).lazy.map({ $0 &- 7 }) where !addresses.contains(other) {
            #expect(table.number(of: other) == 0, "seed \(seed)")
            #expect(plain.number(of: other) == 0, "seed \(seed)")
        }
    }
}
