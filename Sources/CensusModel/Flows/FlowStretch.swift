package import NetworkTypes

/// The flows of some hours, or of a range of their origins, and of those before that tell who began them, in memory of their
/// own: one thread can read them while another reads the next. What those before showed may come from the stretch that read them, so
/// stretches are begun in their order, and each is read to its end.
package struct FlowStretch: Sendable {
    /// The hours whose flows it is about.
    package let hours: HourRange
    /// The origins whose flows it is about; `nil` for all. What its flows hold of others beside them is not all of theirs.
    package let origins: ClosedRange<IPAddress>?
    package let flows: any FlowSource & Sendable
    /// `nil` where it comes behind the stretch before, and before the next one.
    package let beside: Beside?

    /// What stretches have that are of several hours, each of other origins: their hours come in order only if each hour is taken of all
    /// of these stretches before the next one.
    package struct Beside: Sendable {
        /// Those that any of them has flows of, in order.
        package let hours: [Hour]
        /// Whether the next stretch is none of them any more.
        package let isLast: Bool

        package init(_ hours: [Hour], isLast: Bool) {
            (self.hours, self.isLast) = (hours, isLast)
        }
    }

    package init(
        _ hours: HourRange, of origins: ClosedRange<IPAddress>? = nil, beside: Beside? = nil,
        _ flows: any FlowSource & Sendable
    ) {
        (self.hours, self.origins, self.beside, self.flows) = (hours, origins, beside, flows)
    }
}

/// The order in which the stretches of a source may come.
package enum StretchOrder: Sendable {
    /// In the order of their hours, and those of one hour in that of their origins. They are few, for who makes much of each.
    case hours
    /// In the same order, but that of several hours some may come beside each other, for who takes them hour by hour.
    case hourByHour
    /// In any order.
    case any
}

/// A source that can be read in stretches, each at another thread.
package protocol StretchedFlowSource: FlowSource {
    /// Hands out the flows of a filter in stretches; every hour that has flows is in one of them, or in several of different origins.
    ///
    /// - Parameters:
    ///   - hours: how many hours before its own each stretch holds, what was pruned of them included.
    /// - Returns: false where an hour has an origin that is too large for that; then nothing was handed out.
    func forEachStretch(
        _ filter: FlowFilter, lookingBack hours: Int32, inOrder order: StretchOrder,
        _ body: (FlowStretch) throws -> Void
    ) throws -> Bool
}
