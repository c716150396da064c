import ArgumentParser
import CensusExport
import NetworkTypes

/// Which store to ask.
struct StoreOption: ParsableArguments {
    @Option(help: ArgumentHelp("The store to read.", valueName: "path"))
    var store = "census.db"
}

/// Which hours, and in what form.
struct QueryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only hours from here on: 2013-05-31T23:00:00Z, 2013-05-31, 2013-05 or Unix seconds, in UTC.",
            valueName: "time"))
    var from: Timestamp?

    @Option(help: ArgumentHelp("Only hours before here; a date stands for its first instant.", valueName: "time"))
    var to: Timestamp?

    @Option(help: "csv, or jsonl for one JSON object a line.")
    var format: ExportFormat = .csv

    @Option(help: ArgumentHelp("Write to a file, which appears when it is whole.", valueName: "file"))
    var output: String?

    var hours: HourRange { HourRange(from: from, to: to) }
}

/// How much memory a count may take.
struct MemoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What lists and counts may take of memory, in bytes or as 256MiB; beyond it counts go to the store as they come.",
            valueName: "size"))
    var memory = ByteCount(512 * 1_024 * 1_024)

    private static let least = 16 * 1_024 * 1_024

    func validate() throws {
        guard memory.bytes >= Self.least else { throw ValidationError("--memory takes a size from 16MiB up.") }
    }
}
