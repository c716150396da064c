import Foundation

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), seeded anew in every run.
///
/// The seed is printed; the environment variable `FLOWCENSUS_SEED` sets it, so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(test: String = #function) {
        let asked = ProcessInfo.processInfo.environment["FLOWCENSUS_SEED"].flatMap { UInt64($0) }
        state = asked ?? .random(in: 0...UInt64.max)
        print("\(test) runs with FLOWCENSUS_SEED=\(state)")
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
