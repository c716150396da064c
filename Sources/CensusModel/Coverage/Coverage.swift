/// What was seen of an hour and what was missed: beside every count, so that it is a stated lower bound.
package struct Coverage: Equatable, Sendable {
    /// Packets that reached us.
    package var seen: UInt64 = 0
    /// Packets in which an IP header was found.
    package var decoded: UInt64 = 0
    /// The others, by why not. `seen` is `decoded` and the sum of these.
    package var undecoded: [String: UInt64] = [:]
    /// Packets between an internal host and a listed origin.
    package var matched: UInt64 = 0
    /// Packets counted with something odd about them, by what it was.
    package var remarked: [String: UInt64] = [:]
    /// Packets lost before they reached us, by where.
    package var dropped: [String: UInt64] = [:]

    package init() {}

    package mutating func merge(_ other: Coverage) {
        seen = seen.addingClamped(other.seen)
        decoded = decoded.addingClamped(other.decoded)
        matched = matched.addingClamped(other.matched)
        undecoded.merge(other.undecoded) { $0.addingClamped($1) }
        remarked.merge(other.remarked) { $0.addingClamped($1) }
        dropped.merge(other.dropped) { $0.addingClamped($1) }
    }

    /// The share of all packets that were decoded and not dropped, from 0 to 1; `nil` when none is known of.
    package var share: Double? {
        let all = dropped.values.reduce(seen) { $0.addingClamped($1) }
        return all == 0 ? nil : Double(decoded) / Double(all)
    }
}
