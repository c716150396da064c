import Benchmark
import CensusModel
import HourlyRollup
import NetworkTypes

func addTallyBenchmarks() {
    addKnownFlows("16384", SampleTally.observations(flows: 16_384))
    addKnownFlows("1M", SampleTally.observations(flows: 1_000_000))
    let million = SampleTally.observations(flows: 1_000_000)
    Benchmark("tally-a-packet-of-a-new-flow-of-1M", configuration: .preparedMillion) { benchmark in
        var tally = HourlyTally(attributions: SampleTally.attributions)
        for number in benchmark.scaledIterations { tally.record(million[number]) }
        blackHole(tally)
    }
    Benchmark("tally-merge-100k-flows-into-100k-others", configuration: .whole) { benchmark in
        let flows = SampleTally.observations(flows: 200_000)
        let halves = [flows[..<100_000], flows[100_000...]].map { half in
            var tally = HourlyTally(attributions: SampleTally.attributions)
            for observation in half { tally.record(observation) }
            return tally
        }
        var sum = halves[0]
        benchmark.startMeasurement()
        sum.merge(halves[1])
        benchmark.stopMeasurement()
        blackHole(sum)
    }
}

/// Packets of flows that are in the tally, in the order of `observations`, which is none that a cache foresees.
private func addKnownFlows(_ name: String, _ observations: [Observation]) {
    Benchmark("tally-a-packet-of-one-of-\(name)-known-flows", configuration: .preparedMillion) { benchmark in
        var tally = HourlyTally(attributions: SampleTally.attributions)
        for observation in observations { tally.record(observation) }
        benchmark.startMeasurement()
        for number in benchmark.scaledIterations {
            tally.record(observations[number &* 48_271 % observations.count])
        }
        benchmark.stopMeasurement()
        blackHole(tally)
    }
}
