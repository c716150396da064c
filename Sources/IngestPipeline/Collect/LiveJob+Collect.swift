package import CensusModel
import Classification
import FlowLogs
import Foundation
package import Logging
import NetworkTypes
import PacketCapture
import Runtime
import Watchlist

/// The command `collect`: opens the sockets, gives up privileges, then loads, opens and checks the rest; nothing is counted
/// before all of it has worked.
package struct CollectJob {
    private var options: SniffOptions
    private let session: SniffSession
    private let inbox = SniffInbox()
    private let store: any CensusStore
    package let status = SniffStatus()

    /// - Throws: what is wrong with an address, the user, a list, the networks or the store.
    package init(_ collect: CollectOptions, stores: any StoreOpener, logger: Logger) throws {
        options = collect.running
        InheritedDescriptors.close(
            keeping: options.lists.arguments + [options.tunnelPeers, collect.exporters].compactMap(\.self))
        try Self.checkAddresses(collect.addresses)
        let exporters = try collect.exporters.map { try StatedNetworks($0, option: "--exporters") }
        for change in exporters?.changes ?? [] { logger.warning("\(change)") }
        let account = try SniffJob.account(options)
        let receivers = try OpenedReceiver.openAll(collect)
        try PrivilegeDrop.drop(to: account)
        options.interfaces = receivers.filter { $0.number == 0 }.map { "\($0.address)" }
        let loader = try WatchlistLoader(options.lists, memoryLimit: SniffMemory.listLimit(of: options.memory))
        let loaded = LoadedWatchlist(try loader.loadAsUser())
        loaded.log(to: logger)
        SignalThread.hold()
        let memory = SniffMemory(bytes: options.memory, lists: loaded.memory, workers: receivers.count)
        let rules = try CountingRules(loader, options.tunnels, peers: options.tunnelPeers, logger: logger)
        let sessionStore = try SessionStore(
            stores, options.store, interfaces: options.interfaces, lists: loaded.lists, basis: rules.basis,
            memory: memory, clock: Clocks.system.steady, kind: .collection, logger: logger)
        store = sessionStore.store
        let settings = WorkerSettings(
            rules: rules,
            budget: options.count.map(PacketBudget.init), memory: memory, inbox: inbox, clocks: .system,
            logger: logger)
        let collectSettings = CollectSettings(
            worker: settings,
            record: RecordRules(
                program: Exporter(program: "others"), spreadsLongRecords: collect.spreadsLongRecords),
            exporters: exporters?.set ?? PrefixSet([IPPrefix]()),
            states: try store.collectorStates().sorted { $0.key < $1.key }.map(\.value))
        let list = ListInUse(loaded: loaded, generation: 0)
        session = SniffSession(
            options, workers: receivers.map { CollectWorker($0, settings: collectSettings, list: list) },
            settings: settings, store: sessionStore,
            list: list, status: status)
    }

    private static func checkAddresses(_ addresses: [ReceptionAddress]) throws {
        for (number, address) in addresses.enumerated() where addresses[..<number].contains(address) {
            throw CommandProblem("\(address): is named twice")
        }
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
