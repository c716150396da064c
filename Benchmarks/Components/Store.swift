import Benchmark
import CensusModel
import Foundation
import HourlyRollup
import SQLiteStore

func addStoreBenchmarks() {
    let tally = SampleTally.tally(flows: 20_000)
    Benchmark("store-commit-20k-new-flows-to-a-file", configuration: .whole) { benchmark in
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteCensus(path: folder.appendingPathComponent("census.db").path, access: .write)
        try commit(tally, as: .new(besides: []), to: store, benchmark)
    }
    Benchmark("store-commit-20k-new-flows-in-memory", configuration: .whole) { benchmark in
        let store = try SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write)
        try commit(tally, as: .new(besides: []), to: store, benchmark)
    }
    Benchmark("store-commit-20k-known-flows-in-memory", configuration: .whole) { benchmark in
        let store = try SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write)
        try SampleTally.commit(tally, to: store, as: .new(besides: []))
        try commit(tally, as: .continues(source: 1), to: store, benchmark)
    }
}

/// Measures one commit, and that it was made.
private func commit(
    _ tally: HourlyTally, as claim: Claim, to store: SQLiteCensus, _ benchmark: Benchmark
) throws {
    benchmark.startMeasurement()
    try SampleTally.commit(tally, to: store, as: claim)
    benchmark.stopMeasurement()
}
