package import NetworkTypes
package import PacketDecoding

/// What a replay is to do.
package struct ReplayOptions: Sendable {
    /// Files, folders, `-` for standard input.
    package var inputs: [String]
    package var internalNetworks: PrefixSet
    package var tunnels: TunnelPolicy
    /// How many files are read at the same time.
    package var jobs: Int

    package init(inputs: [String], internalNetworks: PrefixSet, tunnels: TunnelPolicy, jobs: Int) {
        self.inputs = inputs
        self.internalNetworks = internalNetworks
        self.tunnels = tunnels
        self.jobs = jobs
    }
}
