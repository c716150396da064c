import CensusModel

/// The times that exporters tell of a 5-tuple, sorted by exporter, each exporter once. Those of a single one, which most flow logs
/// have, take no memory of their own.
package struct ToldByExporters: Equatable, Sendable {
    private var first: ToldTimes?
    private var others: [ToldTimes]?

    /// More exporters than these that report one 5-tuple do not contribute their times; which, does not depend on an order.
    static var limit: Int { 64 }

    package init() {}

    var isEmpty: Bool { first == nil }
    /// What a single exporter tells; `nil` where several tell something, or none.
    var only: ToldTimes? { others == nil ? first : nil }

    /// Adds what an exporter tells.
    mutating func add(_ times: ToldTimes) {
        guard let first else {
            self.first = times
            return
        }
        if first.exporter == times.exporter {
            self.first?.merge(times)
            return
        }
        let isFirst = times.exporter < first.exporter
        if isFirst { self.first = times }
        Self.add(isFirst ? first : times, to: &others)
    }

    private static func add(_ times: ToldTimes, to list: inout [ToldTimes]?) {
        var others = list ?? []
        if let place = others.firstIndex(where: { $0.exporter == times.exporter }) {
            others[place].merge(times)
        } else {
            others.insert(times, at: others.firstIndex { times.exporter < $0.exporter } ?? others.endIndex)
            if others.count >= limit { others.removeLast() }
        }
        list = others
    }

    mutating func add(_ other: Self) {
        other.forEachTold { add($0) }
    }

    func forEachTold(_ body: (ToldTimes) -> Void) {
        if let first { body(first) }
        if let others { for times in others { body(times) } }
    }

    /// Which end began by what exporters say, each by itself.
    /// - Parameter preferred: of exporters that disagree those that say this end count.
    func initiator(
        preferring preferred: Observation.Direction, _ initiator: (ToldTimes) -> Observation.Direction?
    ) -> Observation.Direction? {
        var found: Observation.Direction?
        forEachTold { if found != preferred { found = initiator($0) ?? found } }
        return found
    }
}
