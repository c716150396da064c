/// The hours from one up to, not including, another; an open end where none is given.
public struct HourRange: Hashable, Sendable {
    public let from: Hour?
    public let to: Hour?

    /// The hours that overlap the time from `from` up to, not including, `to`.
    public init(from: Timestamp? = nil, to: Timestamp? = nil) {
        self.from = from.map(Hour.init(containing:))
        self.to = to.map { end in
            let hour = Hour(containing: end)
            let isWhole = Int64(hour.index) &* Hour.nanoseconds == end.nanoseconds
            return isWhole ? hour : Hour(index: hour.index + 1)
        }
    }

    /// The hours from one up to, not including, another.
    public init(from: Hour, to: Hour) {
        (self.from, self.to) = (from, to)
    }

    /// The hours from one on, where there is one, up to, not including, another.
    public init(from: Hour?, before to: Hour?) {
        (self.from, self.to) = (from, to)
    }

    /// One hour.
    public init(only hour: Hour) {
        (from, to) = (hour, Hour(index: hour.index + 1))
    }

    /// Whether there is no hour that it holds.
    public var isEmpty: Bool {
        guard let from, let to else { return false }
        return to <= from
    }

    public func contains(_ hour: Hour) -> Bool {
        (from.map { $0 <= hour } ?? true) && (to.map { hour < $0 } ?? true)
    }
}
