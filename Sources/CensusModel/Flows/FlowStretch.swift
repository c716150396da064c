package import NetworkTypes

/// The flows of some hours, or of a range of origins of one hour, and of those before that tell who began them, in memory of their
/// own: one thread can read them while another reads the next. What those before showed may come from the stretch that read them, so
/// stretches are begun in their order, and each is read to its end.
package struct FlowStretch: Sendable {
    /// The hours whose flows it is about.
    package let hours: HourRange
    /// The origins whose flows it is about; `nil` for all. What its flows hold of others beside them is not all of theirs.
    package let origins: ClosedRange<IPAddress>?
    package let flows: any FlowSource & Sendable

    package init(
        _ hours: HourRange, of origins: ClosedRange<IPAddress>? = nil, _ flows: any FlowSource & Sendable
    ) {
        (self.hours, self.origins, self.flows) = (hours, origins, flows)
    }
}

/// A source that can be read in stretches, each at another thread.
package protocol StretchedFlowSource: FlowSource {
    /// Hands out the flows of a filter in stretches, in the order of their hours; every hour that has flows is in one of them, or in
    /// several one after another, in the order of their origins.
    ///
    /// - Parameters:
    ///   - hours: how many hours before its own each stretch holds, what was pruned of them included.
    /// - Returns: false where an hour has an origin that is too large for that; then nothing was handed out.
    func forEachStretch(
        _ filter: FlowFilter, lookingBack hours: Int32, _ body: (FlowStretch) throws -> Void
    ) throws -> Bool
}
