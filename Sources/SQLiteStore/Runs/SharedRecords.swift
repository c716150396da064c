import FlowRuns
import Synchronization

/// The records of a page that lies in several ranges of origins, which are read on several threads: whoever comes first unpacks it, and
/// the last one lets go of it.
final class SharedRecords: Sendable {
    private struct State {
        var records: PageRecords?
        /// How many ranges have yet to be read.
        var waiting: Int
    }

    private let state: Mutex<State>
    private let room: Room

    /// How many such pages may wait, unpacked. Where one thread is far ahead of another, the rest is unpacked twice.
    final class Room: Sendable {
        private static let most = 16
        private let taken = Atomic<Int>(0)

        func take() -> Bool {
            guard taken.add(1, ordering: .relaxed).oldValue < Self.most else {
                giveBack()
                return false
            }
            return true
        }

        func giveBack() { taken.subtract(1, ordering: .relaxed) }
    }

    init(ranges: Int, in room: Room) {
        state = Mutex(State(waiting: ranges))
        self.room = room
    }

    deinit {
        if state.withLock({ $0.records != nil }) { room.giveBack() }
    }

    /// - Parameter parts: which ones are asked for.
    func records(_ parts: RecordParts, unpack: () throws -> PageRecords) throws -> PageRecords {
        try state.withLock { state in
            state.waiting -= 1
            guard let held = state.records, held.parts == parts else {
                let records = try unpack()
                if state.records == nil, state.waiting > 0, room.take() { state.records = records }
                return records
            }
            if state.waiting <= 0 {
                state.records = nil
                room.giveBack()
            }
            return held
        }
    }
}
