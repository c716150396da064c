import CensusStore
import HourlyRollup
import Synchronization

/// Where a replay puts what it counted: a store, or the memory of this process.
enum Census: Sendable {
    case store(CensusStore)
    case memory(MemoryCensus)

    /// The name under which a capture was counted; `nil` when it was not.
    func countedName(ofCapture identity: String) throws -> String? {
        switch self {
        case .store(let store): try store.countedName(ofCapture: identity)
        case .memory(let memory): memory.countedName(ofCapture: identity)
        }
    }

    /// Adds a capture's tally, unless the capture was counted before.
    /// - Returns: the name under which it was.
    func commit(_ tally: HourlyTally, of capture: CaptureRecord) throws -> String? {
        switch self {
        case .store(let store): try store.commit(tally, of: capture)
        case .memory(let memory): memory.commit(tally, of: capture)
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
    private let state: Mutex<(tally: HourlyTally, names: [String: String])>

    /// - Parameter empty: a tally of the watchlist in use.
    init(_ empty: HourlyTally) {
        state = Mutex((empty, [:]))
    }

    var tally: HourlyTally { state.withLock { $0.tally } }

    func countedName(ofCapture identity: String) -> String? {
        state.withLock { $0.names[identity] }
    }

    func commit(_ tally: HourlyTally, of capture: CaptureRecord) -> String? {
        state.withLock { state in
            if let name = state.names[capture.identity] { return name }
            state.names[capture.identity] = capture.name
            if state.tally.flowCount == 0, state.tally.coverage.isEmpty {
                state.tally = tally
            } else {
                state.tally.merge(tally)
            }
            return nil
        }
    }
}
