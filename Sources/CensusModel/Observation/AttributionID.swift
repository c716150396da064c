/// A place in the table of attributions that a watchlist holds; meaningless beside another list.
public struct AttributionID: Hashable, Sendable {
    public let rawValue: UInt32

    @inlinable @inline(__always)
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}
