import Classification
import NetworkTypes
import PacketDecoding
import Watchlist

extension CountingRules {
    /// - Parameter peers: ends of tunnels that are trusted, as the operator gives them.
    init(_ loader: WatchlistLoader, _ tunnels: TunnelPolicy, peers: String?) throws {
        self.init(
            internalNetworks: loader.internalNetworks, tunnels: tunnels,
            tunnelPeers: try peers.map { try PrefixSet.networks($0, option: "--tunnel-peers") }
                ?? PrefixSet([IPPrefix]()))
    }
}
