package import NetworkTypes
package import PacketDecoding

/// What decides beside the list whether a packet counts.
package struct CountingRules: Sendable {
    package let internalNetworks: PrefixSet
    package let tunnels: TunnelPolicy
    /// Ends of tunnels outside of the internal networks that are trusted like these.
    package let tunnelPeers: PrefixSet

    package init(
        internalNetworks: PrefixSet, tunnels: TunnelPolicy, tunnelPeers: PrefixSet = PrefixSet([IPPrefix]())
    ) {
        self.internalNetworks = internalNetworks
        self.tunnels = tunnels
        self.tunnelPeers = tunnelPeers
    }
}
