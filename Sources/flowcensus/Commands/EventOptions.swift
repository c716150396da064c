import ArgumentParser
import CensusModel
import CensusQueries
import CommandSupport
import Foundation
import IngestPipeline
import Runtime
import Watchlist

/// Whether a live count tells of events.
struct EventOptions: ParsableArguments {
    @Flag(help: "Tell the sinks of the configuration what is new, as 'flowcensus watch' does.")
    var watch = false

    @Option(
        help: ArgumentHelp(
            "A file that keeps what was told, in place of the store, as 'flowcensus watch --state' does: for a store on a server.",
            valueName: "file"))
    var state: String?

    @OptionGroup var country: CountryOption
    @OptionGroup var inventory: InventoryOption

    /// What makes a watch of a count.
    /// - Parameters:
    ///   - path: of the configuration.
    ///   - lists: with which it counts; folders among them are watched, too.
    ///   - store: how the store is named that it counts into. Where it is not handed in, the watch has a connection of its own, so
    ///     that a look does not hold up a commit.
    func watch(
        _ path: String?, _ lists: ListOptions, _ store: String
    ) throws -> EventRounds.Maker {
        let settings = try Self.settings(path)
        guard !settings.sinks.isEmpty else {
            throw CommandProblem("--watch: the configuration describes no sink in a section 'events'")
        }
        var options = WatchOptions(settings)
        options.enrichment = EnrichmentOptions(countryFile: country.geo, assetFile: inventory.assets)
        options.listFolders = lists.folders.map(\.path)
        return Self.maker(store, state, options)
    }

    /// What makes a watch of a store, unless one is handed in.
    /// - Parameter state: the file that keeps events; `nil` where the store does.
    static func maker(_ store: String, _ state: String?, _ options: WatchOptions) -> EventRounds.Maker {
        { stop, own in
            let ledger = try state.map(ledger)
            let own = try own ?? Engines().open(store, for: ledger == nil ? .change : .read)
            return try EventWatch(
                own, options, notedIn: ledger, clock: { SystemClock.now }, stop: stop, logger: Log.logger)
        }
    }

    /// Opens what keeps events. A census is not taken for that: what is noted there of another one would hide what is new in it.
    static func ledger(_ name: String) throws -> any EventLedger {
        let store = try Engines().open(name, for: .write)
        guard let ledger = store as? any EventLedger else {
            throw CommandProblem("--state \(name): keeps no events; name a file")
        }
        guard try (store as? any EventSource)?.eventMarks(from: nil).isEmpty ?? true else {
            throw CommandProblem("--state \(name): is a census with flows of its own; name a file for events alone")
        }
        return ledger
    }

    /// What the configuration says of events.
    /// - Parameters:
    ///   - path: of the file; `nil` for the one that the environment names, or the standard one.
    ///   - fallback: the sink where none is described.
    static func settings(_ path: String?, _ fallback: EventSinkPlan? = nil) throws -> EventSettings {
        let configuration = try ConfiguredWords.load(path: path, ProcessInfo.processInfo.environment)
        var settings = try configuration.file?.eventSettings() ?? EventSettings()
        if settings.sinks.isEmpty, let fallback { settings.sinks = [fallback] }
        return settings
    }
}
