import CensusModel
import HourlyRollup

/// What was counted and is not in the store yet. A commit that fails leaves it as it is, to be tried again.
struct PendingCommit {
    /// Tallies of one list merge; those of several are kept apart.
    private var tallies: [Int: HourlyTally] = [:]

    /// Above so many bytes no more is taken from the workers, who then stop reading: memory stays bounded, and the
    /// kernel counts what it has to drop.
    private let memory: LiveMemory

    init(_ memory: LiveMemory) {
        self.memory = memory
    }

    var isFull: Bool { tallies.values.reduce(0) { $0 + $1.size } >= memory.fullPending }

    var isEmpty: Bool { tallies.values.allSatisfy { $0.flowCount == 0 && $0.coverage.isEmpty } }

    mutating func add(_ segment: LiveSegment) {
        if tallies[segment.generation] == nil {
            tallies[segment.generation] = segment.tally
        } else {
            tallies[segment.generation]?.merge(segment.tally)
        }
    }

    /// The packets that wait, for what is said when they are lost.
    var packets: UInt64 {
        tallies.values.reduce(0) { sum, tally in sum + tally.coverage.values.reduce(0) { $0 + $1.seen } }
    }

    /// Commits everything in one transaction.
    mutating func commit(to store: any CensusStore, of session: SessionRecord) throws {
        guard !isEmpty else { return }
        try store.commit(tallies.sorted { $0.key < $1.key }.map(\.value), of: session)
        tallies = [:]
    }
}
