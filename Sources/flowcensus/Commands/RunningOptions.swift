import ArgumentParser
import CommandSupport
import IngestPipeline
import NetworkTypes

/// How long a live count runs, as whom, and what it says.
struct RunningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whom to become once interfaces or sockets are open (default: the user behind sudo, or nobody).",
            valueName: "name"))
    var user: String?

    @Option(
        help: ArgumentHelp("Seconds between commits: what a crash may lose at most.", valueName: "seconds"))
    var checkpoint = 10.0

    @Option(help: ArgumentHelp("Stop after so many seconds.", valueName: "seconds"))
    var duration: Double?

    @Option(help: ArgumentHelp("Stop after so many packets, or datagrams of exporters.", valueName: "packets"))
    var count: UInt64?

    @Option(
        help: ArgumentHelp(
            "Remove hours that lie further back than this, as 365d, 12w or 48h (default: none).", valueName: "age"))
    var keep: Age?

    @Option(
        help: ArgumentHelp(
            "Remove the earliest hours while what the store keeps takes more than this, as 500MiB or 20GiB (default: none).",
            valueName: "size"))
    var keepSize: ByteCount?

    @Flag(
        help: "Keep counts by hour of what --keep and --keep-size remove, as 'store prune --keep-counts' does.")
    var keepCounts = false

    @Flag(help: "On HUP take a list even if it is empty or has shrunk by more than half.")
    var allowShrink = false

    @Option(
        help: ArgumentHelp(
            "Serve metrics for Prometheus at http://ADDRESS:PORT/metrics, to whoever reaches that: 127.0.0.1:9470, or a port alone for all addresses.",
            valueName: "[address:]port"))
    var metrics: String?

    @Option(help: "Log lines as text, or json for one JSON object a line.")
    var logFormat: LogFormat = .text

    @Option(
        help: ArgumentHelp(
            "Seconds between log lines with what was seen and counted (default: 60 where no terminal shows it).",
            valueName: "seconds"))
    var heartbeat: Double?

    private static let reportInterval = 60.0
    /// Tables that are empty take some tenths of this.
    private static let leastSize = 1 << 20

    /// Of the options of a live count, those that HUP changes where the configuration has others.
    static let changing: Set<String> = [
        "watchlist", "allowlist", "allow-wide", "list-time", "checkpoint", "keep", "keep-size", "keep-counts",
        "allow-shrink",
        "heartbeat", "geo", "assets",
    ]

    func validate() throws {
        guard checkpoint >= 0.1, checkpoint <= 3_600 else {
            throw ValidationError("--checkpoint takes seconds from 0.1 to 3600.")
        }
        if let metrics, ReceptionAddress(parsing: metrics) == nil {
            throw ValidationError("--metrics takes an address and a port: 127.0.0.1:9470, '[::1]:9470' or 9470.")
        }
        if let duration, !(duration > 0) { throw ValidationError("--duration takes seconds above 0.") }
        if let heartbeat, !(1...86_400 ~= heartbeat) {
            throw ValidationError("--heartbeat takes seconds from 1 to 86400.")
        }
        if let keepSize, keepSize.bytes < Self.leastSize {
            throw ValidationError("--keep-size takes a size from 1MiB up.")
        }
        if let count, count == 0 { throw ValidationError("--count takes a number from 1 up.") }
    }

    /// Where metrics are served; `nil` where they are not.
    var metricsAddress: ReceptionAddress? { metrics.flatMap { ReceptionAddress(parsing: $0) } }

    func apply(to options: inout LiveCountOptions) {
        options.user = user
        options.checkpoint = checkpoint
        options.duration = duration
        options.count = count
        options.keptHours = keep?.hours
        options.keptBytes = keepSize.map { UInt64($0.bytes) }
        options.allowsShrink = allowShrink
        options.reportInterval = heartbeat ?? (Log.isOnTerminal ? nil : Self.reportInterval)
    }
}
