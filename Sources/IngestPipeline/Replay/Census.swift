import CensusStore
import HourlyRollup
import Synchronization

/// Where a replay puts what it counted: a store, or the memory of this process.
enum Census: Sendable {
    case store(CensusStore)
    case memory(MemoryCensus)

    /// The captures that begin as one does.
    func captures(beginning: [UInt8]) throws -> [CountedCapture] {
        switch self {
        case .store(let store): try store.captures(beginning: beginning)
        case .memory(let memory): memory.captures(beginning: beginning)
        }
    }

    /// Adds what a stretch of a capture showed, if the claim holds.
    func commit(_ stretch: CaptureStretch, as claim: CaptureClaim) throws -> StretchOutcome {
        switch self {
        case .store(let store): try store.commit(stretch, as: claim)
        case .memory(let memory): memory.commit(stretch)
        }
    }

    /// What to read the counts from.
    var flows: any FlowSource {
        switch self {
        case .store(let store): store
        case .memory(let memory): memory.tally
        }
    }
}

/// A census that ends with the process.
final class MemoryCensus: Sendable {
    private let state: Mutex<(tally: HourlyTally, captures: [CountedCapture])>

    /// - Parameter empty: a tally of the watchlist in use.
    init(_ empty: HourlyTally) {
        state = Mutex((empty, []))
    }

    var tally: HourlyTally { state.withLock { $0.tally } }

    func captures(beginning: [UInt8]) -> [CountedCapture] {
        state.withLock { $0.captures.filter { $0.head.beginning == beginning } }
    }

    func commit(_ stretch: CaptureStretch) -> StretchOutcome {
        state.withLock { state in
            guard !state.captures.contains(where: { $0.head.beginning == stretch.head.beginning }) else {
                return .overtaken
            }
            let source = Int64(state.captures.count)
            state.captures.append(
                CountedCapture(
                    source: source, name: stretch.name, head: stretch.head, position: stretch.range.upperBound,
                    tail: stretch.tail, packets: stretch.coverage.seen))
            for tally in stretch.tallies { state.tally.merge(tally) }
            return .added(source: source)
        }
    }
}
