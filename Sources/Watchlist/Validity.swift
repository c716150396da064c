package import NetworkTypes

/// The time in which an entry holds: from the first instant up to, not including, the second.
package struct Validity: Hashable, Sendable {
    package var from: Timestamp
    package var until: Timestamp

    package init(from: Timestamp? = nil, until: Timestamp? = nil) {
        self.from = from ?? Self.always.from
        self.until = until ?? Self.always.until
    }

    private init(fromNanoseconds: Int64, untilNanoseconds: Int64) {
        from = Timestamp(nanoseconds: fromNanoseconds)
        until = Timestamp(nanoseconds: untilNanoseconds)
    }

    package static let always = Validity(fromNanoseconds: .min, untilNanoseconds: .max)

    package func contains(_ time: Timestamp) -> Bool {
        from <= time && time < until
    }

    /// Whether there is an instant in both.
    func overlaps(_ other: Validity) -> Bool {
        from < other.until && other.from < until
    }
}
