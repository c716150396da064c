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
