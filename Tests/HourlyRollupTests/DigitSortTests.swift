import TestSupport
import Testing
import TrafficSimulation

@testable import HourlyRollup

@Suite("Sorting by digits")
struct DigitSortTests {
    private struct Value: Equatable {
        let number: UInt32
        let place: Int
    }

    @Test("gives the order of the numbers, and keeps that of equal ones", arguments: [0, 1, 97, 3_000])
    func order(count: Int) {
        var random = SeededGenerator()
        for bits: UInt32 in [0, 0xFF, 0xFF00, 0xF00F_00F0, .max] {
            let values = (0..<count).map { Value(number: .random(in: 0 ... .max, using: &random) & bits, place: $0) }
            var sorted = values
            DigitSort.sort(&sorted) { $0.number }
            #expect(sorted == values.sorted { ($0.number, $0.place) < ($1.number, $1.place) })
        }
    }

    @Test("takes numbers of 128 bits")
    func wide() {
        let values = (0..<500).map { UInt128($0 * 7_919 % 500) << 90 | UInt128($0) }
        var sorted = values
        DigitSort.sort(&sorted) { $0 }
        #expect(sorted == values.sorted())
    }
}
