import Benchmark
import CensusStore
import Foundation
import HourlyRollup

func addStoreBenchmarks() {
    let tally = SampleTally.tally(flows: 20_000)
    Benchmark("store-commit-20k-new-flows-to-a-file", configuration: .whole) { benchmark in
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try CensusStore(path: folder.appendingPathComponent("census.db").path, access: .write)
        try commit(tally, as: "first", to: store, benchmark)
    }
    Benchmark("store-commit-20k-new-flows-in-memory", configuration: .whole) { benchmark in
        let store = try CensusStore(path: CensusStore.inMemoryPath, access: .write)
        try commit(tally, as: "first", to: store, benchmark)
    }
    Benchmark("store-commit-20k-known-flows-in-memory", configuration: .whole) { benchmark in
        let store = try CensusStore(path: CensusStore.inMemoryPath, access: .write)
        _ = try store.commit(tally, of: CaptureRecord(identity: "before", name: "before.pcap", packets: 20_000))
        try commit(tally, as: "first", to: store, benchmark)
    }
}

/// Measures one commit, and that it was made.
private func commit(_ tally: HourlyTally, as name: String, to store: CensusStore, _ benchmark: Benchmark) throws {
    let capture = CaptureRecord(identity: name, name: "\(name).pcap", packets: 20_000)
    benchmark.startMeasurement()
    let earlier = try store.commit(tally, of: capture)
    benchmark.stopMeasurement()
    precondition(earlier == nil, "the capture is new")
}
