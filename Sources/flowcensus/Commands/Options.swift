import ArgumentParser
import CensusExport
import CensusQueries
import IngestPipeline
import NetworkTypes
import Runtime

/// Which store to ask.
struct StoreOption: ParsableArguments {
    @Option(help: ArgumentHelp("The store to read.", valueName: "path"))
    var store = "census.db"
}

/// Which hours, and in what form.
struct QueryOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Only hours from here on: 2013-05-31T23:00:00Z, 2013-05-31, 2013-05, 2013-W22, Unix seconds, yesterday, 'last week' or -24h, in UTC.",
            valueName: "time"))
    var from: TimeExpression?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Only hours before here; a date stands for its first instant.", valueName: "time"))
    var to: TimeExpression?

    @Option(help: "csv, or jsonl for one JSON object a line.")
    var format: ExportFormat = .csv

    @Option(help: ArgumentHelp("Write to a file, which appears when it is whole.", valueName: "file"))
    var output: String?

    var hours: HourRange { HourRange(from: from?.time, to: to?.time) }

    func validate() throws {
        if let from, let to, to.time < from.time { throw ValidationError("--to lies before --from.") }
    }

    /// What relative times were taken for, and what to say to somebody who names the same time as beginning and end.
    var notices: [String] {
        [from?.notice("--from"), to?.notice("--to")].compactMap(\.self)
            + (hours.isEmpty ? ["--to is where the time ends, so that it holds no hour: name a later one"] : [])
    }
}

/// How much memory a count may take.
struct MemoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The memory for lists and counts, in bytes or as 256MiB; beyond it counts go to the store as they come (default: 512MiB; 2GiB with --store :memory:, where there is no store to go to).",
            valueName: "size"))
    var memory: ByteCount?

    private static let least = 16 * 1_024 * 1_024

    func validate() throws {
        guard memory.map({ $0.bytes >= Self.least }) ?? true else {
            throw ValidationError("--memory takes a size from 16MiB up.")
        }
    }

    /// What there is for a store of some path.
    func bytes(store: String) -> Int { memory?.bytes ?? ReplayOptions.defaultMemory(store: store) }
}

/// Where options stand that are not on the command line.
struct ConfigurationOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file of options in YAML (default: \(ConfigurationFile.standardPath), where there is one).",
            valueName: "file"))
    var config: String?
}
