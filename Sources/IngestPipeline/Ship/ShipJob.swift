package import CensusModel
import Dispatch
import Foundation
import HourlyRollup
package import Logging
import NetworkTypes
package import Runtime
import Synchronization

/// Ships what a store counts to a centre: the command `ship`, and `sniff` and `collect` beside their count.
///
/// The store is the spool: what the centre does not have waits in it. A process that is killed at any instant goes on with what
/// the centre does not have.
package final class ShipJob: Sendable {
    private let spool: any RunSpool
    private let stores: any StoreOpener
    private let options: ShipOptions
    private let clocks: Clocks
    private let stop: StopFlag
    private let logger: Logger
    package let status = ShipStatus()
    private let state = Mutex(State())

    private struct State: Sendable {
        /// The centre, while it can be reached.
        var sink: (any RunSink)?
        /// When something was sent last, by the steady clock.
        var sent: Int64?
    }

    /// - Parameter store: must have a connection of its own, so that a shipment holds up no commit.
    /// - Throws: where its engine ships nothing, or another process ships it to the same centre.
    package init(
        _ store: any CensusStore, _ options: ShipOptions, stores: any StoreOpener, clocks: Clocks = .system,
        stop: StopFlag = StopFlag(), logger: Logger
    ) throws {
        guard let spool = store as? any RunSpool else {
            throw CommandProblem("\(store.path): its engine ships nothing; count into a file, and ship that")
        }
        guard store.path != options.destination else {
            throw CommandProblem("\(store.path): is the store that would be shipped; name another one with --to")
        }
        guard try spool.beginShipping(to: options.destination) else {
            throw CommandProblem("\(store.path): another process ships it to \(options.destination) already")
        }
        (self.spool, self.stores, self.options, self.clocks) = (spool, stores, options, clocks)
        (self.stop, self.logger) = (stop, logger)
        try sayKept(store)
    }

    /// Counts without flows name no host, so that a centre could not tell a host that another sensor saw in the same hour from one more.
    private func sayKept(_ store: any CensusStore) throws {
        let kept = try (store as? any CountKeeping)?.keptHours(in: HourRange()) ?? []
        guard let extent = KeptHour.extent(of: kept) else { return }
        logger.notice(
            "\(store.path): the counts of \(kept.count) hours from \(extent.lowerBound) to \(extent.upperBound) whose flows are gone stay here: a host that several sensors saw would count once for each; of these hours \(options.destination) has what was shipped before"
        )
    }

    deinit {
        try? spool.endShipping(to: options.destination)
    }

    /// Ships all that there is, once.
    /// - Throws: why the centre cannot be reached; what it took before stays there.
    package func runOnce() throws {
        while try shipNext() {}
        if state.withLock({ $0.sent == nil }) { try send(nil) }
    }

    /// Ships what there is until it is stopped; then once more.
    package func run() {
        var wait = options.patience.lowerBound
        while !stop.isSet {
            do {
                try pass()
                wait = options.patience.lowerBound
                sleep(seconds: min(Double(max(options.sensor.interval, 1)), Self.longestWait))
            } catch {
                note(error, wait: wait)
                sleep(seconds: wait)
                wait = min(wait * 2, options.patience.upperBound)
            }
        }
        do {
            while try shipNext() {}
        } catch {
            logger.warning("\(error); what \(options.destination) does not have is shipped by the next run")
        }
    }

    /// So that what is counted between two signs of life does not wait for long.
    private static let longestWait = 10.0

    /// Ships on a thread of its own.
    /// - Returns: ends that, and waits until all is shipped that can be.
    package func start() -> () -> Void {
        let end = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            run()
            end.signal()
        }
        return { [stop] in
            stop.set()
            end.wait()
        }
    }

    /// Ships what there is, and shows that the sensor is there where that is nothing.
    private func pass() throws {
        while !stop.isSet, try shipNext() {}
        let interval = Int64(options.sensor.interval) * Timestamp.nanosecondsPerSecond
        let sent = state.withLock { $0.sent }
        if !stop.isSet, sent.map({ clocks.steady() - $0 >= interval }) ?? true { try send(nil) }
    }

    /// - Returns: false where nothing is left to be shipped.
    private func shipNext() throws -> Bool {
        _ = try connected()
        let shipment = try spool.nextShipment(
            to: options.destination, of: options.sensor, sent: clocks.wall())
        if let shipment { try send(shipment) }
        status.note(try spool.backlog(for: options.destination), at: clocks.steady())
        return shipment != nil
    }

    /// - Parameter shipment: `nil` for a sign of life.
    private func send(_ shipment: Shipment?) throws {
        let sink = try connected()
        let (destination, begin) = (options.destination, clocks.steady())
        let before = try spool.backlog(for: destination).flows
        do {
            let shipment =
                try shipment ?? spool.signOfLife(to: destination, of: options.sensor, sent: clocks.wall())
            let outcome = try sink.take(shipment, received: clocks.wall())
            try spool.noteShipped(outcome, to: destination)
            state.withLock { $0.sent = clocks.steady() }
            guard outcome != .wantsBeginning else {
                logger.notice("\(destination): has another part of \(shipment.title); all of it is shipped again")
                return
            }
        } catch {
            // What became of the shipment is not known before the centre is asked.
            state.withLock { $0.sink = nil }
            throw error
        }
        let flows = UInt64(max(before - (try spool.backlog(for: destination).flows), 0))
        if status.reading.isAway { logger.notice("\(destination): is there again") }
        status.noteShipment(flows: flows)
        holdBack(flows, since: begin)
    }

    /// Waits until so many flows may have been sent since some time.
    private func holdBack(_ flows: UInt64, since begin: Int64) {
        guard let rate = options.rate, flows > 0 else { return }
        let taken = Double(clocks.steady() - begin) / Double(Timestamp.nanosecondsPerSecond)
        sleep(seconds: Double(flows) / Double(max(rate, 1)) - taken)
    }

    /// The centre, which knows what of this store it has.
    private func connected() throws -> any RunSink {
        if let sink = state.withLock({ $0.sink }) { return sink }
        let destination = options.destination
        let store = try stores.open(destination, for: .write)
        guard let sink = store as? any RunSink else {
            throw CommandProblem("\(destination): its engine takes no shipments")
        }
        let identity = try spool.sensorIdentity(for: destination)
        if try !spool.settleShipping(to: destination, last: sink.lastShipment(ofSensor: identity)) {
            logger.notice(
                "\(destination): does not have the shipments that are noted here, or has others: one of both stores was put back or is new, and all is shipped again"
            )
        }
        state.withLock { $0.sink = sink }
        return sink
    }

    private func note(_ error: any Error, wait: Double) {
        let isNew = !status.reading.isAway
        status.noteFailure()
        guard isNew else { return }
        let waiting =
            (try? spool.backlog(for: options.destination)).map { "; \($0.flows) flows wait in the store" } ?? ""
        logger.warning(
            "\(error)\(waiting), and \(options.destination) is tried again in \(Int(wait.rounded())) s, then less and less often"
        )
    }

    private func sleep(seconds: Double) {
        let end = clocks.steady() + Int64(seconds * Double(Timestamp.nanosecondsPerSecond))
        while !stop.isSet, clocks.steady() < end { Thread.sleep(forTimeInterval: 0.1) }
    }
}

extension Shipment {
    /// What it is of, for the operator.
    fileprivate var title: String { contribution?.source.name ?? "the sensor" }
}
