import NetworkTypes
import Testing
import TrafficSimulation

@testable import Enrichment

@Suite("The table of longest prefixes")
struct LongestPrefixTableTests {
    @Test("says what a search through all prefixes says", arguments: 0..<20 as Range<UInt64>)
    func agreesWithSearch(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var prefixes: [UInt64: (bounds: ClosedRange<UInt32>, number: Int)] = [:]
        for number in 0..<60 {
            let length = Int.random(in: 22...32, using: &random)
            let mask: UInt32 = .max << UInt32(32 - length)
            let start = (UInt32.random(in: 0...1_023, using: &random) | 0xFFFF_FC00) & mask
            prefixes[UInt64(start) << 6 | UInt64(length)] = (start...(start | ~mask), number)
        }
        let table = LongestPrefixTable(Array(prefixes.values))
        for address in UInt32(0xFFFF_FB00)...UInt32.max {
            let around = prefixes.values.filter { $0.bounds.contains(address) }
            #expect(
                table.number(of: address) == around.min { $0.bounds.count < $1.bounds.count }?.number, "seed \(seed)")
        }
    }
}
