/// Which IP headers of a tunnelled packet are looked at.
package enum TunnelPolicy: String, CaseIterable, Sendable {
    /// All of them, as far as tunnels can be followed.
    case innermost
    /// The first; what it carries is not looked at.
    case outermost
}
