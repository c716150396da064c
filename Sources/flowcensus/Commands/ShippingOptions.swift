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
    ///   - sensor: `nil` for the one that counted all that is in the store, or else the name of this machine.
    ///   - store: what is shipped.
    ///   - interval: seconds between two signs of life; 0 for none.
    func options(
        to destination: String, sensor: String?, of store: any CensusStore, interval: Int
    ) throws -> ShipOptions {
        let name = try sensor ?? Self.onlySensor(of: store) ?? ProcessInfo.processInfo.hostName
        var options = ShipOptions(
            destination: destination,
            sensor: ShippingSensor(name: name, version: Flowcensus.configuration.version, interval: interval))
        options.rate = rate
        return options
    }

    /// The sensor that every source of a store names; `nil` where one names none or another.
    private static func onlySensor(of store: any CensusStore) throws -> String? {
        let names = Set(try store.sources().map(\.sensor))
        return names.count == 1 ? names.first.flatMap { $0.isEmpty ? nil : $0 } : nil
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
            let opened = try engines.open(store, for: .change)
            return try ShipJob(
                opened, rate.options(to: shipTo, sensor: sensor, of: opened, interval: Self.interval), stores: engines,
                logger: Log.logger)
        }
    }
}
