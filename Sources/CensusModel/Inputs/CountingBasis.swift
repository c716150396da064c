/// What decides beside the lists whether a packet counts: one census has one of it.
package struct CountingBasis: Equatable, Sendable {
    /// The internal networks: prefixes in order, with commas between them.
    package let internalNetworks: String
    /// The name of the tunnel policy.
    package let tunnels: String
    /// Trusted ends of tunnels, as the internal networks.
    package let tunnelPeers: String

    package init(internalNetworks: String, tunnels: String, tunnelPeers: String) {
        (self.internalNetworks, self.tunnels, self.tunnelPeers) = (internalNetworks, tunnels, tunnelPeers)
    }

    /// Each part by what the operator calls it, in a fixed order.
    package var parts: [(name: String, value: String)] {
        [("--internal", internalNetworks), ("--tunnels", tunnels), ("--tunnel-peers", tunnelPeers)]
    }
}
