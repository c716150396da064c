import Foundation
package import TrafficSimulation

extension SeededGenerator {
    /// A generator seeded anew in every run.
    ///
    /// The seed is printed; the environment variable `FLOWCENSUS_SEED` sets it, so that a failure can be run again.
    package init(test: String = #function) {
        let asked = ProcessInfo.processInfo.environment["FLOWCENSUS_SEED"].flatMap { UInt64($0) }
        let seed = asked ?? .random(in: 0...UInt64.max)
        print("\(test) runs with FLOWCENSUS_SEED=\(seed)")
        self.init(seed: seed)
    }
}
