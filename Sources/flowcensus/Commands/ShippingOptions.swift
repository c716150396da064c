import ArgumentParser
import CensusModel
import CommandSupport
import Foundation
import IngestPipeline
import Logging
import NetworkTypes
import Runtime

/// How a store is shipped.
struct ShippingRateOption: ParsableArguments {
    @Option(help: ArgumentHelp("Ship at most so many flows a second on the average (default: all).", valueName: "n"))
    var rate: UInt64?

    func validate() throws {
        if rate == 0 { throw ValidationError("--rate takes a number from 1 up.") }
    }

    /// - Parameters:
    ///   - sensor: `nil` for the name of this machine.
    ///   - interval: seconds between two signs of life; 0 for none.
    func options(to destination: String, sensor: String?, interval: Int) -> ShipOptions {
        var options = ShipOptions(
            destination: destination,
            sensor: ShippingSensor(
                name: sensor ?? ProcessInfo.processInfo.hostName, version: Flowcensus.configuration.version,
                interval: interval))
        options.rate = rate
        return options
    }
}

/// Whether a live count is shipped to a centre.
struct ShippingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Ship what is counted to a central store meanwhile, as 'flowcensus ship --follow' does.", valueName: "store"
        ))
    var shipTo: String?

    @OptionGroup var rate: ShippingRateOption

    static let interval = 10

    /// What ships a count that is about to run; a process that runs as another user by then.
    /// - Parameter store: as it is named.
    func job(from store: String, sensor: String?) -> (LiveJob) throws -> ShipJob? {
        { job in
            guard let shipTo else { return nil }
            guard !job.keepsNoStore else {
                throw CommandProblem("--ship-to: a store in memory ends with the process; name a file with --store")
            }
            let engines = Engines()
            return try ShipJob(
                try engines.open(store, for: .change),
                rate.options(to: shipTo, sensor: sensor, interval: Self.interval), stores: engines, logger: Log.logger)
        }
    }
}
