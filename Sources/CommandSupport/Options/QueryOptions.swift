package import ArgumentParser
package import CensusExport
package import CensusQueries
package import NetworkTypes

/// Which store a command is about.
package struct StoreOption: ParsableArguments {
    @Option(help: ArgumentHelp("The store: a SQLite file, or one on a ClickHouse server.", valueName: "path"))
    package var store = "census.db"

    package init() {}
}

/// Which hours, and in what form.
package struct QueryOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Only hours from here on: 2013-05-31T23:00:00Z, 2013-05-31, 2013-05, 2013-W22, Unix seconds, yesterday, 'last week' or -24h, in UTC.",
            valueName: "time"))
    package var from: TimeExpression?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Only hours before here; a date stands for its first instant.", valueName: "time"))
    package var to: TimeExpression?

    @Option(help: "csv, or jsonl for one JSON object a line.")
    package var format: ExportFormat = .csv

    package var hours: HourRange { HourRange(from: from?.time, to: to?.time) }

    package func validate() throws {
        if let from, let to, to.time < from.time { throw ValidationError("--to lies before --from.") }
    }

    /// What relative times were taken for, and what to say to somebody who names the same time as beginning and end.
    package var notices: [String] {
        [from?.notice("--from"), to?.notice("--to")].compactMap(\.self)
            + (hours.isEmpty ? ["--to is where the time ends, so that it holds no hour: name a later one"] : [])
    }

    package init() {}
}
