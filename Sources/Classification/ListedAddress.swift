import CensusModel
import NetworkTypes
import Watchlist

/// An address as the rule of matching asks about it: of either version, or plainly IPv4, which costs less.
protocol ListedAddress {
    var address: IPAddress { get }
    func isInside(_ networks: PrefixSet) -> Bool
    func isNamed(by watchlist: Watchlist) -> Bool
    func match(
        in watchlist: Watchlist, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> AttributionID?
}

extension IPv4Address: ListedAddress {
    var address: IPAddress { .v4(self) }

    func isInside(_ networks: PrefixSet) -> Bool { networks.contains(self) }

    func isNamed(by watchlist: Watchlist) -> Bool { watchlist.names(self) }

    func match(
        in watchlist: Watchlist, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> AttributionID? {
        watchlist.match(self, port: port, transport: transport, at: time)
    }
}

extension IPAddress: ListedAddress {
    var address: IPAddress { self }

    func isInside(_ networks: PrefixSet) -> Bool { networks.contains(self) }

    func isNamed(by watchlist: Watchlist) -> Bool {
        switch self {
        case .v4(let address): watchlist.names(address)
        case .v6(let address): watchlist.names(address)
        }
    }

    func match(
        in watchlist: Watchlist, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> AttributionID? {
        watchlist.match(self, port: port, transport: transport, at: time)
    }
}
