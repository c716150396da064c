package import CensusModel
import Classification
import Foundation
import Logging
import PacketCapture
import Runtime
import Watchlist

/// A live count that is ready to run: what takes privileges is open and they are given up, the lists are loaded and the store
/// is written to. Nothing is counted before all of that has worked.
package struct LiveJob {
    private let options: LiveCountOptions
    private let session: LiveSession
    private let inbox: LiveInbox
    /// Where it counts into.
    package let store: any CensusStore
    package let status = LiveStatus()

    /// Loads, opens and checks everything for which no privileges are needed.
    ///
    /// - Parameters:
    ///   - workerCount: how many workers there will be.
    ///   - workers: makes them, from what they have in common, the list to begin with, and the store.
    /// - Throws: what is wrong with a list, the internal networks, the peers of tunnels or the store.
    init(
        _ options: LiveCountOptions, stores: any StoreOpener, logger: Logger, workerCount: Int,
        workers: (WorkerSettings, ListInUse, any CensusStore) throws -> [any LiveWorker]
    ) throws {
        self.options = options
        let watch = ListWatch(options.lists)
        let loader = try WatchlistLoader(options.lists, memoryLimit: LiveMemory.listLimit(of: options.memory))
        let loaded = LoadedWatchlist(try loader.loadAsUser())
        loaded.log(to: logger)
        SignalThread.hold()
        let memory = LiveMemory(bytes: options.memory, lists: loaded.memory, workers: workerCount)
        let rules = try CountingRules(loader, options.tunnels, peers: options.tunnelPeers, logger: logger)
        let metrics = LiveMetrics(countsRecords: options.kind == .collection)
        let sessionStore = try SessionStore(
            stores, options, lists: loaded.lists, basis: rules.basis, memory: memory, metrics: metrics,
            clock: Clocks.system.steady,
            logger: logger)
        store = sessionStore.store
        let settings = WorkerSettings(
            rules: rules, budget: options.count.map(PacketBudget.init), memory: memory, inbox: LiveInbox(),
            clocks: .system, logger: logger)
        inbox = settings.inbox
        let list = ListInUse(loaded: loaded, generation: 0)
        session = LiveSession(
            options, workers: try workers(settings, list, store), settings: settings, store: sessionStore, list: list,
            watch: watch, status: status, metrics: metrics)
    }

    /// Closes the descriptors that the process has inherited, but for those that an option names.
    /// - Parameter arguments: options that may name files.
    static func closeInherited(_ options: LiveCountOptions, _ arguments: [String?] = []) {
        InheritedDescriptors.close(
            keeping: options.lists.arguments + ([options.tunnelPeers] + arguments).compactMap(\.self))
    }

    /// Whom to become; `nil` to stay who we are, with what privileges we have given up all the same.
    static func account(_ options: LiveCountOptions) throws -> UserAccount? {
        guard PrivilegeDrop.isRoot else {
            return try options.user.flatMap { $0 == ProcessUser.name ? nil : try UserAccount(named: $0) }
        }
        return try options.user.map(UserAccount.init)
            ?? UserAccount.fallback(
                environment: ProcessInfo.processInfo.environment)
    }

    /// Counts until it is stopped, or has seen as much as was requested.
    package func run() throws -> LiveSummary {
        SignalThread.start { [inbox] in inbox.post(.signal($0)) }
        Allocator.returnLargeArrays()
        return try session.run()
    }

    /// Whether the census ends with the process, so that its export is all there is.
    package var keepsNoStore: Bool { options.store == StoreName.memory }

    /// What to read the counts from, those of earlier runs included.
    package var flows: any FlowSource { store }
}
