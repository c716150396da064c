import CensusModel
import CensusNotice
import Foundation
import HourlyRollup
import Logging
import NetworkTypes
import Watchlist

/// Which lists name an origin, found out from the lists themselves: a store keeps what they say, not which of them said it.
struct NamingLists: Sendable {
    private let lists: [List]

    private struct List: Sendable {
        let name: String
        let version: String
        let watchlist: Watchlist
    }

    /// - Throws: what is wrong with a list.
    init(_ arguments: [String]) throws {
        lists = try WatchlistLoader(ListOptions(lists: arguments)).load().lists.map { list in
            List(
                name: Self.shortName(list.name), version: list.version,
                watchlist: Watchlist(list.table))
        }
    }

    /// A list as it is named without the folder that it lies in.
    static func shortName(_ name: String) -> String { (name as NSString).lastPathComponent }

    /// The names of those that name an origin at one of its ports, when it was seen first or last.
    func names(for origin: OriginCount) -> [String] {
        let times = [origin.traffic.firstSeen, origin.traffic.lastSeen].compactMap(\.self)
        // An entry without a port names it at every one.
        let ports = origin.ports.isEmpty ? [OriginPort(transport: .tcp, port: 0, flows: 0)] : origin.ports
        return lists.filter { list in
            times.contains { time in
                ports.contains { port in
                    list.watchlist.match(origin.origin, port: port.port, transport: port.transport, at: time) != nil
                }
            }
        }.map(\.name)
    }

    /// The names of those that name the origin of a flow, its port and its time.
    func names(for flow: FlowRecord) -> [String] {
        guard let time = flow.firstSeen else { return [] }
        let key = flow.key
        return lists.filter {
            $0.watchlist.match(key.origin, port: key.originPort, transport: key.transport, at: time) != nil
        }.map(\.name)
    }

    /// Says which lists are not those that the store was counted with.
    func log(unlike used: [SourceList], to logger: Logger) {
        for list in lists where !used.contains(where: { $0.version == list.version }) {
            logger.warning(
                "\(list.name): the store was counted with no list of these bytes; flows may name too few lists")
        }
    }
}
