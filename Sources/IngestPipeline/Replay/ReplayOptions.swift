import NetworkTypes
import PacketDecoding

/// What a replay is to do.
struct ReplayOptions: Sendable {
    /// Files, folders, `-` for standard input.
    var inputs: [String]
    var internalNetworks: PrefixSet
    var tunnels: TunnelPolicy
    /// How many files are read at the same time.
    var jobs: Int
}
