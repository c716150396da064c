import CensusModel
import Classification
import Logging
import NetworkTypes
import PacketDecoding
import Watchlist

extension CountingRules {
    /// - Parameter peers: ends of tunnels that are trusted, as the operator gives them.
    init(_ loader: WatchlistLoader, _ tunnels: TunnelPolicy, peers: String?, logger: Logger) throws {
        let peers = try peers.map { try StatedNetworks($0, option: "--tunnel-peers") }
        for change in peers?.changes ?? [] { logger.warning("\(change)") }
        self.init(
            internalNetworks: loader.internalNetworks, tunnels: tunnels,
            tunnelPeers: peers?.set ?? PrefixSet([IPPrefix]()))
    }

    /// What a store keeps of them.
    var basis: CountingBasis {
        CountingBasis(
            internalNetworks: Self.text(internalNetworks), tunnels: tunnels.rawValue,
            tunnelPeers: Self.text(tunnelPeers))
    }

    private static func text(_ networks: PrefixSet) -> String {
        networks.prefixes.map { "\($0)" }.joined(separator: ",")
    }
}
