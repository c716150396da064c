import ArgumentParser
import CensusModel
import CommandSupport
import IngestPipeline
import Logging
import NetworkTypes
import Runtime

struct ShipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ship",
        abstract: "Ship what a sensor counts to a central store.",
        discussion: """
            Sends everything that the central store does not have, in order, and notes what arrived; whoever is interrupted \
            goes on where he was. While the central store is away the sensor's own store keeps what waits. What is counted \
            again here, by other lists, takes the place of what was shipped; what is pruned here stays there.

              flowcensus ship --to /mnt/centre/census.db --sensor north
              flowcensus ship --to /mnt/centre/census.db --follow \\
                --store /var/lib/flowcensus/census.db

            With --follow: signals INT and TERM stop, and everything that came before is shipped.
            """)

    @Option(help: ArgumentHelp("The central store, made if it is missing.", valueName: "store"))
    var to: String

    @OptionGroup var storeOption: StoreOption

    @OptionGroup var sensor: SensorOption

    @Flag(help: "Go on shipping what is counted, until INT or TERM.")
    var follow = false

    @Option(
        help: ArgumentHelp(
            "Seconds after which a sensor without news shows that it is there; three times as long without a sign, it counts as vanished.",
            valueName: "seconds"))
    var interval = ShippingOptions.interval

    @OptionGroup var rate: ShippingRateOption

    @Option(
        help: ArgumentHelp(
            "Serve metrics for Prometheus at http://ADDRESS:PORT/metrics, to whoever reaches that: 127.0.0.1:9471, or a port alone for all addresses.",
            valueName: "[address:]port"))
    var metrics: String?

    @Option(help: "Log lines as text, or json for one JSON object a line.")
    var logFormat: LogFormat = .text

    @OptionGroup var configurationFile: ConfigurationOption

    private static let intervals = 1...86_400

    func validate() throws {
        guard Self.intervals.contains(interval) else {
            throw ValidationError("--interval takes seconds from 1 to \(Self.intervals.upperBound).")
        }
        if let metrics, ReceptionAddress(parsing: metrics) == nil {
            throw ValidationError("--metrics takes an address and a port: 127.0.0.1:9471, '[::1]:9471' or 9471.")
        }
        guard to != storeOption.store else { throw ValidationError("--to and --store name the same store.") }
    }

    func run() throws {
        Log.format = logFormat
        let endpoint = metrics.flatMap { ReceptionAddress(parsing: $0) }.map(MetricsEndpoint.init)
        let (stop, engines) = (StopFlag(), Engines())
        if follow { SignalThread.hold() }
        let store = try engines.open(storeOption.store, for: .change)
        let job = try ShipJob(
            store, rate.options(to: to, sensor: sensor.sensor, of: store, interval: follow ? interval : 0),
            stores: engines, stop: stop, logger: Log.logger)
        try endpoint?.start()
        if follow {
            SignalThread.start { signal in if case .stop = signal { stop.set() } }
            Log.logger.info("shipping \(storeOption.store) to \(to)")
            ProgressLine.show({ _ in StatusText.words(job.status.reading) }, while: { job.run() })
        } else {
            try job.runOnce()
        }
        let shipped = job.status.reading
        Log.logger.info("\(to): took \(shipped.flows) flows in \(shipped.shipments) shipments")
    }
}
