package import CensusModel
import Classification
import Foundation
package import Logging
import PacketCapture
import Runtime
import Watchlist

/// The command `sniff`: opens what takes privileges, gives them up, then loads, opens and checks the rest; nothing is
/// counted before all of it has worked.
package struct SniffJob {
    private let options: SniffOptions
    private let session: SniffSession
    private let inbox = SniffInbox()
    private let store: any CensusStore
    package let status = SniffStatus()

    /// - Throws: what is wrong with the filter, an interface, the user, a list, the internal networks or the store.
    package init(_ options: SniffOptions, stores: any StoreOpener, logger: Logger) throws {
        self.options = options
        InheritedDescriptors.close(keeping: options.lists.arguments + [options.tunnelPeers].compactMap(\.self))
        try Self.checkNames(options.interfaces)
        try checkCaptureFilter(options.live.filter)
        let account = try Self.account(options)
        let captures = try OpenedCapture.openAll(options)
        try PrivilegeDrop.drop(to: account)
        let loader = try WatchlistLoader(options.lists, memoryLimit: SniffMemory.listLimit(of: options.memory))
        let loaded = LoadedWatchlist(try loader.loadAsUser())
        loaded.log(to: logger)
        SignalThread.hold()
        let memory = SniffMemory(bytes: options.memory, lists: loaded.memory, workers: captures.count)
        let rules = try CountingRules(loader, options.tunnels, peers: options.tunnelPeers, logger: logger)
        let sessionStore = try SessionStore(
            stores, options.store, interfaces: options.interfaces, lists: loaded.lists, basis: rules.basis,
            memory: memory, clock: Clocks.system.steady, logger: logger)
        store = sessionStore.store
        let settings = WorkerSettings(
            rules: rules,
            budget: options.count.map(PacketBudget.init), memory: memory, inbox: inbox,
            clocks: .system, logger: logger)
        let list = ListInUse(loaded: loaded, generation: 0)
        session = SniffSession(
            options, workers: captures.map { CaptureWorker($0, settings: settings, list: list) }, settings: settings,
            store: sessionStore, list: list, status: status)
    }

    /// An interface that is named twice, by its own name or by `any`, would be counted twice.
    private static func checkNames(_ names: [String]) throws {
        for (number, name) in names.enumerated() where names[..<number].contains(name) {
            throw CommandProblem("\(name): is named twice; its packets would be counted twice")
        }
        if names.count > 1, names.contains(NetworkInterface.anyName) {
            throw CommandProblem("any: stands for all interfaces, so there can be no other beside it")
        }
    }

    /// Whom to become; `nil` to stay who we are, with what privileges we have given up all the same.
    static func account(_ options: SniffOptions) throws -> UserAccount? {
        guard PrivilegeDrop.isRoot else {
            return try options.user.flatMap { $0 == ProcessUser.name ? nil : try UserAccount(named: $0) }
        }
        return try options.user.map(UserAccount.init)
            ?? UserAccount.fallback(
                environment: ProcessInfo.processInfo.environment)
    }

    /// Counts until it is stopped, or has seen as much as was requested.
    package func run() throws -> SniffSummary {
        SignalThread.start { [inbox] in inbox.post(.signal($0)) }
        Allocator.returnLargeArrays()
        return try session.run()
    }

    /// Whether the census ends with the process, so that its export is all there is.
    package var keepsNoStore: Bool { options.store == StoreName.memory }

    /// What to read the counts from, those of earlier runs included.
    package var flows: any FlowSource { store }
}
