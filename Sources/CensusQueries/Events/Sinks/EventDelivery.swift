import CensusEvents
import CensusModel
import Logging
import NetworkTypes
import TextFormats

/// Brings events to one sink in their order, and notes in the store how far that is: what was sent and not noted, because the
/// process ended in between, is sent again.
///
/// While the sink is away events wait in the store, and are tried again after a second, then two, up to five minutes.
struct EventDelivery {
    private let ledger: any EventLedger
    private let plan: EventSinkPlan
    private let sink: any EventSink
    private let logger: Logger
    private var failures = 0
    /// When to try again, and from when on that is so: a clock that was set back to before then says nothing of the wait.
    private var nextTry: (from: Timestamp, at: Timestamp)?
    /// Up to where events were looked at that wait for the end of quiet hours.
    private var held: Int64?

    /// Events that are read at a time.
    private static let pageSize = 256
    private static let longestWait: Int64 = 300
    private static let longestStatedWait = 3_600

    init(_ ledger: any EventLedger, _ plan: EventSinkPlan, _ sink: any EventSink, logger: Logger) {
        (self.ledger, self.plan, self.sink, self.logger) = (ledger, plan, sink, logger)
    }

    /// Whether the sink did not take what it was sent last.
    var isAway: Bool { failures > 0 }

    /// Whether nobody is there to take events any more.
    private(set) var isGone = false

    /// Makes the sink known: it gets what is noted from now on.
    func begin() throws {
        try ledger.withEventMemory { memory in
            if try memory.position(of: plan.name) == nil {
                try memory.setPosition(try memory.lastEvent(), of: plan.name)
            }
        }
    }

    /// Sends what there is to send, as far as the sink takes it.
    /// - Returns: how many events were sent.
    mutating func run(at now: Timestamp) throws -> Int {
        if let nextTry, (nextTry.from..<nextTry.at).contains(now) { return 0 }
        let isQuiet = plan.isQuiet(at: now)
        if !isQuiet { held = nil }
        let state = try ledger.withEventMemory { memory in
            (
                position: try memory.position(of: plan.name) ?? 0, ahead: try memory.ahead(of: plan.name),
                first: try memory.firstEvent()
            )
        }
        if let first = state.first, first > state.position + 1 {
            logger.error("\(plan.name): \(first - state.position - 1) events were removed before the sink took them")
            try ledger.withEventMemory { try $0.setPosition(first - 1, of: plan.name) }
        }
        var pass = Pass(
            position: max(state.position, (state.first ?? 0) - 1), ahead: state.ahead, isHolding: held != nil)
        var (sent, cursor) = (0, max(held ?? 0, pass.position))
        do throws(EventSinkFailure) {
            while true {
                let page = try page(after: cursor)
                guard let last = page.last else { break }
                sent += try send(page, &pass, isQuiet: isQuiet)
                cursor = last.number
            }
            if failures > 0 { logger.notice("\(plan.name): takes events again") }
            (failures, nextTry) = (0, nil)
            if pass.isHolding { held = cursor }
        } catch {
            noteFailure(error, at: now)
        }
        return sent
    }

    /// How far a pass is.
    private struct Pass {
        /// The last event that the sink has taken with all before it.
        var position: Int64
        let ahead: Set<Int64>
        /// Whether an event before the next one waits.
        var isHolding: Bool
    }

    private func page(after number: Int64) throws(EventSinkFailure) -> [KeptEvent] {
        do { return try ledger.events(after: number, limit: Self.pageSize) } catch {
            throw .away(reason: "\(error)")
        }
    }

    private func send(_ page: [KeptEvent], _ pass: inout Pass, isQuiet: Bool) throws(EventSinkFailure) -> Int {
        var (sent, batch) = (0, [(number: Int64, event: CensusEvent)]())
        var passed = pass.position
        for kept in page {
            let event = JSONText.value(kept.content).flatMap(CensusEvent.init)
            let isWanted = event.map { plan.admits($0) } ?? false
            if let event, isWanted, !pass.ahead.contains(kept.number) {
                guard !isQuiet || plan.isUrgent(event) else {
                    sent += try send(&batch, &pass)
                    pass.isHolding = true
                    continue
                }
                batch.append((kept.number, event))
                if batch.count == sink.batchSize { sent += try send(&batch, &pass) }
            } else if batch.isEmpty, !pass.isHolding {
                // Nothing to send, and nothing before it that waits.
                passed = kept.number
            }
        }
        sent += try send(&batch, &pass)
        if !pass.isHolding, let last = page.last { passed = last.number }
        if passed > pass.position { try note(passed, &pass) }
        return sent
    }

    private func send(
        _ batch: inout [(number: Int64, event: CensusEvent)], _ pass: inout Pass
    ) throws(EventSinkFailure) -> Int {
        guard let last = batch.last else { return 0 }
        defer { batch = [] }
        var sent = batch.count
        do throws(EventSinkFailure) {
            try sink.send(batch.map(\.event))
        } catch {
            guard case .refused(let reason) = error else { throw error }
            sent = 0
            let names = batch.map(\.event.identifier).joined(separator: ", ")
            logger.error("\(plan.name): refused for good, and not sent again: \(names): \(reason)")
        }
        if pass.isHolding {
            try change { memory in
                for (number, _) in batch { try memory.addAhead(number, of: plan.name) }
            }
        } else {
            try note(last.number, &pass)
        }
        return sent
    }

    private func note(_ number: Int64, _ pass: inout Pass) throws(EventSinkFailure) {
        try change { try $0.setPosition(number, of: plan.name) }
        pass.position = number
    }

    private func change(_ body: (any EventMemory) throws -> Void) throws(EventSinkFailure) {
        do { try ledger.withEventMemory(body) } catch { throw .away(reason: "\(error)") }
    }

    private mutating func noteFailure(_ failure: EventSinkFailure, at now: Timestamp) {
        isGone = failure == .gone
        guard case .away(let reason, let stated) = failure else { return }
        if failures == 0 { logger.warning("\(plan.name): \(reason); events wait in the store, and are sent later") }
        let backoff = min(Self.longestWait, 1 << Int64(min(failures, 9)))
        let wait = max(backoff, Int64(min(stated ?? 0, Self.longestStatedWait)))
        failures += 1
        nextTry = (now, Timestamp(nanoseconds: now.nanoseconds + wait * Timestamp.nanosecondsPerSecond))
    }
}
