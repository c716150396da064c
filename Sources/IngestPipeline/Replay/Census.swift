import CensusModel
import SQLiteStore

/// Where a replay puts what it counted: a store, or the memory of this process.
enum Census: Sendable {
    case store(SQLiteCensus)
    case memory(MemoryCensus)

    /// The captures that begin as one does, the one counted furthest first.
    func captures(beginning: [UInt8]) throws -> [CountedInput] {
        switch self {
        case .store(let store): try store.captures(beginning: beginning)
        case .memory(let memory): memory.captures(beginning: beginning)
        }
    }

    /// The name under which an earlier version counted a capture; `nil` when it did not.
    func earlierName(ofCapture identity: String) throws -> String? {
        switch self {
        case .store(let store): try store.earlierName(ofCapture: identity)
        case .memory: nil
        }
    }

    /// Adds what a stretch of a capture showed, if the claim holds.
    func commit(_ stretch: SegmentTally, as claim: Claim) throws -> CommitOutcome {
        switch self {
        case .store(let store): try store.commit(stretch, as: claim)
        case .memory(let memory): try memory.commit(stretch, as: claim)
        }
    }

    /// What to read the counts from.
    var flows: any FlowSource {
        switch self {
        case .store(let store): store
        case .memory(let memory): memory.flows
        }
    }
}
