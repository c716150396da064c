/// Why an address that a list names does not count all the same.
package enum NearMiss: Sendable {
    /// At this time an entry holds, but for another port or protocol.
    case onAnotherPort
    /// At this time none of the entries holds.
    case outsideDates

    /// The one that is nearer to a match.
    static func nearer(_ one: NearMiss?, _ other: NearMiss?) -> NearMiss? {
        one == .onAnotherPort || other == nil ? one : other
    }
}
