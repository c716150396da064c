import Benchmark
import HourlyRollup
import NetworkTypes

func addTallyBenchmarks() {
    addKnownFlows("16384", SampleTally.sightings(flows: 16_384))
    addKnownFlows("1M", SampleTally.sightings(flows: 1_000_000))
    let million = SampleTally.sightings(flows: 1_000_000)
    Benchmark("tally-a-packet-of-a-new-flow-of-1M", configuration: .preparedMillion) { benchmark in
        var tally = HourlyTally(attributions: SampleTally.attributions)
        for number in benchmark.scaledIterations { tally.record(million[number]) }
        blackHole(tally)
    }
    Benchmark("tally-merge-100k-flows-into-100k-others", configuration: .whole) { benchmark in
        let flows = SampleTally.sightings(flows: 200_000)
        let halves = [flows[..<100_000], flows[100_000...]].map { half in
            var tally = HourlyTally(attributions: SampleTally.attributions)
            for sighting in half { tally.record(sighting) }
            return tally
        }
        var sum = halves[0]
        benchmark.startMeasurement()
        sum.merge(halves[1])
        benchmark.stopMeasurement()
        blackHole(sum)
    }
}

/// Packets of flows that are in the tally, in the order of `sightings`, which is none that a cache foresees.
private func addKnownFlows(_ name: String, _ sightings: [Sighting]) {
    Benchmark("tally-a-packet-of-one-of-\(name)-known-flows", configuration: .preparedMillion) { benchmark in
        var tally = HourlyTally(attributions: SampleTally.attributions)
        for sighting in sightings { tally.record(sighting) }
        benchmark.startMeasurement()
        for number in benchmark.scaledIterations {
            tally.record(sightings[number &* 48_271 % sightings.count])
        }
        benchmark.stopMeasurement()
        blackHole(tally)
    }
}
