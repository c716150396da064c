import CensusModel
import CensusNotice
import Foundation
import Logging
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
                name: (list.name as NSString).lastPathComponent, version: list.version,
                watchlist: Watchlist(list.table))
        }
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
