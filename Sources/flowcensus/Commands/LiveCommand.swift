import ArgumentParser
import CensusModel
import CensusQueries
import CommandSupport
import HourlyRollup
import IngestPipeline
import Logging
import Runtime

/// A command that counts what comes now: `sniff` and `collect`.
protocol LiveCommand: ParsableCommand, SendableMetatype {
    var watchlist: WatchlistOptions { get }
    var store: String { get }
    var sensor: SensorOption { get }
    var running: RunningOptions { get }
    var shipping: ShippingOptions { get }
    var events: EventOptions { get }
    var configurationFile: ConfigurationOption { get }
    /// What a live count of every kind goes by.
    var liveOptions: LiveCountOptions { get }
}

extension LiveCommand {
    /// Counts until it is stopped. HUP reads the configuration again.
    ///
    /// - Parameters:
    ///   - unit: what is counted, for the line on a terminal.
    ///   - makeJob: opens what is counted.
    /// - Throws: `ExitCode` where not all could be counted.
    func count(unit: String = "packets", _ makeJob: (LiveCountOptions) throws -> LiveJob) throws {
        SignalThread.holdRequests()
        Log.format = running.logFormat
        let metrics = running.metricsAddress.map(MetricsEndpoint.init)
        let rounds = EventRounds(logger: Log.logger)
        let configuration = RunningConfiguration<Self>(changing: RunningOptions.changing)
        var options = liveOptions
        options.reread = { [isWatched = events.watch, store] in
            let command = try configuration.again()
            if isWatched { rounds.restart(try command.watch(store)) }
            var options = command.liveOptions
            options.countKeeper = try command.countKeeper
            return options
        }
        options.countKeeper = try countKeeper
        let job = try makeJob(options)
        if running.keepCounts, !(job.store is any CountKeeping) {
            throw CommandProblem("\(job.store.path): its engine cannot keep counts without their flows (--keep-counts)")
        }
        if running.keepSize != nil, !(job.store is any SizeKnowing) {
            throw CommandProblem(
                "\(job.store.path): its engine keeps no store under a size (--keep-size); --keep removes hours by their age"
            )
        }
        if events.watch { try rounds.begin(watch(store), in: job.keepsNoStore ? job.store : nil) }
        try job.runShowing(
            metrics, unit: unit, memory: options.memory, rounds: rounds,
            ship: shipping.job(from: store, sensor: sensor.sensor))
    }

    private var countKeeper: CountKeeper? {
        get throws {
            guard running.keepCounts else { return nil }
            return try Enrichments(
                EnrichmentOptions(countryFile: events.country.geo, assetFile: events.inventory.assets)
            ).countKeeper(seesOneWay: false)
        }
    }

    private func watch(_ store: String) throws -> EventRounds.Maker {
        try events.watch(configurationFile.config, watchlist.options, store)
    }
}
