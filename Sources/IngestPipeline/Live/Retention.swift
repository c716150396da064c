import NetworkTypes

/// When hours have grown too old to be kept.
struct Retention {
    /// How many hours before the present one are kept.
    let hours: Int32
    private var removed: Hour?

    init(hours: Int32) {
        self.hours = hours
    }

    /// The hour before which all others are to be removed; `nil` where that was done. A clock that was set back removes nothing.
    func due(at now: Timestamp) -> Hour? {
        let first = Hour(containing: now).advanced(by: -hours)
        return removed.map { first > $0 } ?? true ? first : nil
    }

    mutating func noteRemoved(before hour: Hour) {
        removed = hour
    }
}
