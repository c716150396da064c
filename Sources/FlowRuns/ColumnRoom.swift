import Synchronization

/// Memory for the columns of pages, which is used again: what is large malloc takes from the system and gives back each time, and a
/// quarter of the time of a server's first view went to the kernel, which clears it.
package final class ColumnRoom: Sendable {
    private let free = Mutex<[[UInt64]]>([])

    /// Smaller lists are not worth it.
    private static let leastCount = 1 << 13
    private let mostLists: Int

    /// - Parameter mostLists: so many wait, at the most: one page is read while the next is unpacked.
    package init(mostLists: Int = 2) {
        self.mostLists = mostLists
    }

    /// A list of so many numbers or more, whatever they are.
    func take(_ count: Int) -> [UInt64] {
        guard Self.isWorthIt(count) else { return Self.fresh(count) }
        let used = free.withLock { lists in
            let place = lists.firstIndex { $0.count >= count && $0.count / 2 <= count }
            return place.map { lists.remove(at: $0) }
        }
        return used ?? Self.fresh(count)
    }

    /// Unsafe, because its numbers are whatever was there: to put zeros there first is for nothing, as they are written before anybody
    /// reads them.
    private static func fresh(_ count: Int) -> [UInt64] {
        unsafe [UInt64](unsafeUninitializedCapacity: count) { _, written in written = count }
    }

    func giveBack(_ list: [UInt64]) {
        free.withLock { lists in
            lists.append(list)
            // Those that were of no use go first.
            if lists.count > mostLists { lists.removeFirst() }
        }
    }

    /// Whether lists of so many numbers are used again.
    static func isWorthIt(_ count: Int) -> Bool { count >= leastCount }
}

/// Gives a list back to where it came from when nobody holds it any more.
final class ColumnLoan: Sendable {
    private let list: [UInt64]
    private let room: ColumnRoom

    /// `nil` for a list that is not used again.
    init?(of list: [UInt64], from room: ColumnRoom) {
        guard ColumnRoom.isWorthIt(list.count) else { return nil }
        (self.list, self.room) = (list, room)
    }

    deinit {
        room.giveBack(list)
    }
}
