import NetworkTypes
import TestSupport
package import Watchlist

/// Lists that name what seeds hold: single addresses, which the screen asks for in one way, and prefixes, for which it has
/// another.
package enum FuzzedLists {
    package static let all = [Watchlist(addresses), Watchlist(addresses + prefixes)]

    private static let addresses: [WatchlistEntry] = {
        let singles: [IPAddress] = [.v4(Specimen.origin), .v6(Specimen.origin6), .v4(Gateway.far)]
        var entries = singles.map { WatchlistEntry(prefix: IPPrefix($0)) }
        entries[0].port = 443
        return entries
    }()

    private static let prefixes: [WatchlistEntry] = ["198.51.0.0/16", "203.0.113.0/26", "2001:db8::/33", "8.0.0.0/9"]
        .compactMap { IPPrefix.parse($0.utf8).map { WatchlistEntry(prefix: $0.prefix) } }
}
