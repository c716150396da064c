import Benchmark
import CensusExport
import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore

func addExportBenchmarks() {
    let tally = SampleTally.tally(flows: 100_000)
    addCounts("export-100k-flows-of-a-tally-to-13408-hourly-counts-in-CSV", tally, .csv)
    addCounts("export-100k-flows-of-a-tally-to-13408-hourly-counts-in-JSON-Lines", tally, .jsonl)
    Benchmark("export-100k-flows-of-a-tally-by-host-in-CSV", configuration: .whole) { _ in
        var rollup = HostRollup()
        try FlowJudge(tally).forEachFlow(everything) { rollup.add($0) }
        blackHole(length(rollup.finish(minimumGrade: .probed), .csv))
    }
    Benchmark("export-100k-flows-of-a-tally-as-a-log-in-CSV", configuration: .whole) { _ in
        let writer = TableWriter<JudgedFlow>(format: .csv)
        var (length, line): (Int, [UInt8]) = (0, [])
        try FlowJudge(tally).forEachFlow(everything) { flow in
            line.removeAll(keepingCapacity: true)
            writer.write(flow, to: &line)
            length += line.count
        }
        blackHole(length)
    }
    addStoredCounts(tally)
}

private let everything = FlowFilter(hours: HourRange())

private func addCounts(_ name: String, _ tally: HourlyTally, _ format: ExportFormat) {
    Benchmark(name, configuration: .whole) { _ in
        var rollup = CensusRollup(by: .originAndHour, minimumGrade: .attempted, coverage: [:])
        try FlowJudge(tally).forEachFlow(everything) { rollup.add($0) }
        blackHole(length(rollup.finish(), format))
    }
}

private func addStoredCounts(_ tally: HourlyTally) {
    Benchmark("export-100k-flows-of-a-store-to-13408-hourly-counts-in-CSV", configuration: .whole) { benchmark in
        let store = try SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write)
        try SampleTally.commit(tally, to: store, as: .new(besides: []))
        benchmark.startMeasurement()
        var rollup = CensusRollup(by: .originAndHour, minimumGrade: .attempted, coverage: [:])
        try FlowJudge(store).forEachFlow(everything) { rollup.add($0) }
        blackHole(length(rollup.finish(), .csv))
        benchmark.stopMeasurement()
    }
}

/// Bytes of all lines.
private func length<Row: ExportRow>(_ rows: [Row], _ format: ExportFormat) -> Int {
    let writer = TableWriter<Row>(format: format)
    var text = Array(writer.header.utf8)
    for row in rows { writer.write(row, to: &text) }
    return text.count
}
