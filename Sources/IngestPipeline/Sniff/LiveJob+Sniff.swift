package import CensusModel
package import Logging
import PacketCapture
import Runtime

/// The command `sniff`.
extension LiveJob {
    /// Opens the interfaces, gives up privileges, then prepares the rest.
    ///
    /// - Throws: what is wrong with the filter, an interface, the user, a list, the internal networks or the store.
    package init(_ options: SniffOptions, stores: any StoreOpener, logger: Logger) throws {
        Self.closeInherited(options.running)
        try Self.checkNames(options.interfaces)
        try checkCaptureFilter(options.live.filter)
        let account = try Self.account(options.running)
        let captures = try OpenedCapture.openAll(options)
        try PrivilegeDrop.drop(to: account)
        try self.init(options.running, stores: stores, logger: logger, workerCount: captures.count) {
            settings, list, _ in
            captures.map { CaptureWorker($0, settings: settings, list: list) }
        }
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
}
