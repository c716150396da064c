import ArgumentParser
import CensusQueries
import CommandSupport
import Logging
import NetworkTypes
import TrafficSimulation

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Write captures of a network, and the exact truth.",
        discussion: """
            A plan holds the figures: origins and hosts by country, assets entered through back doors, \
            scanners, attacks on the count, background, hours. The folder then holds captures, watchlist.csv, countries.mmdb, \
            assets.csv, contacts.csv, internal.txt, plan.json, and what a count must find: truth.csv, \
            columns of the export, and truth.json, the figures of the statement. The same plan and seed give the \
            same files, byte for byte.

              flowcensus simulate --output campus
              flowcensus simulate --plan headline --divide 1000 --output small
              flowcensus simulate --plan campus/plan.json --files day --output other
            """)

    @Option(help: ArgumentHelp("The folder to write to, made if it is missing.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("campus, headline, or a file like plan.json.", valueName: "plan"))
    var plan = "campus"

    @Option(help: "The seed of everything random.")
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "Divide every number of origins, hosts and packets of the plan, rounded up.", valueName: "n"))
    var divide = 1

    @Option(help: ArgumentHelp("How many packets match nothing, instead of the plan's figure.", valueName: "n"))
    var background: Int?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("The first hour, instead of the plan's.", valueName: "time"))
    var from: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The end of the last hour, instead of the plan's.", valueName: "time"))
    var to: String?

    @Option(help: "Captures: one, or one for each day or month.")
    var files: CaptureSplit = .one

    @Option(help: "What captures are: pcap or pcapng.")
    var format: CaptureEncoder.Format = .pcap

    @Option(
        help: ArgumentHelp(
            "Write a flow log in place of captures: netflow9 (in a capture, for replay --exports), ipfix, nfcapd or zeek, without "
                + "the plan's attacks. The truth is what the log can state.", valueName: "log"))
    var `as`: SimulatedLog?

    @Option(
        help: ArgumentHelp(
            "Deal the packets out to so many sensors, each with a folder of its own: clocks off by minutes, a tenth of captures shared by two, lists of three versions.",
            valueName: "n"))
    var sensors: Int?

    @Option(help: ArgumentHelp("Bytes kept of each packet.", valueName: "bytes"))
    var snaplen = 128

    @Option(help: "Where countries.mmdb names a country: nested as country.iso_code, or flat as country_code.")
    var layout: CountryDatabaseFile.Layout = .nested

    @Flag(help: "Replace files that are there, and remove captures and logs of an earlier simulation.")
    var force = false

    @OptionGroup var configurationFile: ConfigurationOption

    private static let sensorCounts = 1...999

    func validate() throws {
        guard divide > 0 else { throw ValidationError("--divide takes a number from 1 up.") }
        guard CaptureEncoder.snapLengths.contains(snaplen) else {
            throw ValidationError("--snaplen takes a number from 96 to 262144.")
        }
        guard let sensors else { return }
        guard Self.sensorCounts.contains(sensors) else {
            throw ValidationError("--sensors takes a number from 1 to \(Self.sensorCounts.upperBound).")
        }
        guard format == .pcap, self.as == nil else {
            throw ValidationError("--sensors takes captures of the format pcap.")
        }
    }

    func run() throws {
        var options = SimulateOptions(
            plan: plan, divisor: divide, seed: seed, folder: output, format: format, snapLength: snaplen, split: files,
            layout: layout)
        options.replaces = force
        (options.log, options.sensors) = (self.as, sensors)
        var job = try SimulateJob(options) { plan in
            if let background { plan.background = background }
            if let from { plan.from = hour(from, "--from") }
            if let to { plan.to = hour(to, "--to") }
        }
        let progress = job.progress
        let text = { @Sendable (_: Double) in "\(Int(progress.share * 100)) % written" }
        for line in try ProgressLine.show(text, while: { try job.write() }) { Log.logger.info("\(line)") }
    }
}

extension SimulateCommand {
    /// A time as a plan has it. What no plan could hold, and no time is, is left to the plan to refuse.
    private func hour(_ text: String, _ option: String) -> String {
        guard Timestamp(parsing: text) == nil, let expression = TimeExpression(text) else { return text }
        if let notice = expression.notice(option) { Log.logger.notice("\(notice)") }
        return "\(Hour(containing: expression.time))"
    }
}

extension SimulatedLog: ExpressibleByArgument {}
extension CaptureSplit: ExpressibleByArgument {}
extension CaptureEncoder.Format: ExpressibleByArgument {}
extension CountryDatabaseFile.Layout: ExpressibleByArgument {}
