package import CensusModel
import Classification
import FlowLogs
package import Logging
import NetworkTypes
import PacketCapture
import Runtime
import Watchlist

/// The command `collect`.
extension LiveJob {
    /// Opens the sockets, gives up privileges, then prepares the rest.
    ///
    /// - Throws: what is wrong with an address, the user, a list, the networks or the store.
    package init(_ options: CollectOptions, stores: any StoreOpener, logger: Logger) throws {
        Self.closeInherited(options.running, [options.exporters])
        try Self.checkAddresses(options.addresses)
        let exporters = try options.exporters.map { try StatedNetworks($0, option: "--exporters") }
        for change in exporters?.changes ?? [] { logger.warning("\(change)") }
        let account = try Self.account(options.running)
        let receivers = try OpenedReceiver.openAll(options)
        try PrivilegeDrop.drop(to: account)
        var running = options.running
        running.names = receivers.filter { $0.number == 0 }.map { "\($0.address)" }
        try self.init(running, stores: stores, logger: logger, workerCount: receivers.count) { settings, list, store in
            let settings = CollectSettings(
                worker: settings,
                record: RecordRules(
                    program: .others, spreadsLongRecords: options.spreadsLongRecords),
                exporters: exporters?.set ?? PrefixSet([IPPrefix]()),
                states: try store.collectorStates())
            return receivers.map { CollectWorker($0, settings: settings, list: list) }
        }
    }

    private static func checkAddresses(_ addresses: [ReceptionAddress]) throws {
        for (number, address) in addresses.enumerated() where addresses[..<number].contains(address) {
            throw CommandProblem("\(address): is named twice")
        }
    }
}
