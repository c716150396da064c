/// Which IP header of a tunnelled packet counts.
package enum TunnelPolicy: String, CaseIterable, Sendable {
    /// The innermost that decodes.
    case innermost
    /// The first; what it carries is not looked at.
    case outermost

    /// How many tunnels are followed into one another; what is deeper counts by the last header reached.
    package static let maximumDepth = 8
}
