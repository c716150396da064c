import CensusModel
import Dispatch
import Foundation
import Logging
import Runtime

/// A thread that brings events to one sink, so that a sink which is slow or away holds up no other. Where nobody reads standard
/// output any more, the watch ends.
final class DeliveryThread: Sendable {
    private let plan: EventSinkPlan
    private let ledger: any EventLedger
    private let watch: StopFlag
    private let end: StopFlag
    private let clock: WallClock
    private let logger: Logger
    private let news = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// How long the last round is waited for: as long as a sink may take for one event.
    private static let lastRound = 20.0

    /// - Parameters:
    ///   - watch: ends the watch.
    ///   - end: is set when there will be no more events.
    init(
        _ plan: EventSinkPlan, _ ledger: any EventLedger, watch: StopFlag, end: StopFlag, clock: @escaping WallClock,
        logger: Logger
    ) {
        (self.plan, self.ledger, self.watch, self.end) = (plan, ledger, watch, end)
        (self.clock, self.logger) = (clock, logger)
    }

    func start() {
        Thread.detachNewThread { [self] in
            defer { ended.signal() }
            do {
                let sink = try plan.makeSink(logger: logger, clock: clock) { false }
                var delivery = EventDelivery(ledger, plan, sink, logger: logger)
                while true {
                    let isLast = end.isSet
                    do { _ = try delivery.run(at: clock()) } catch { logger.error("\(plan.name): \(error)") }
                    if delivery.isGone { watch.set() }
                    if isLast || delivery.isGone { return }
                    _ = news.wait(timeout: .now() + 1)
                }
            } catch {
                logger.error("\(error)")
            }
        }
    }

    /// Says that there may be something to send.
    func wake() { news.signal() }

    /// Waits for the last round; what it does not send is sent the next time.
    func join() { _ = ended.wait(timeout: .now() + Self.lastRound) }
}
