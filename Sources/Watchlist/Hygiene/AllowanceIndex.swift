import NetworkTypes

/// Which line of which allowlist holds an address, found by binary search.
struct AllowanceIndex: Sendable {
    private struct Allowance: Sendable {
        let prefix: IPPrefix
        let list: Int
        let place: EntryTable.Place

        var order: (IPAddress, Int) { (prefix.address, prefix.length) }
    }

    /// Sorted by address, a longer prefix after the one around it.
    private let allowances: [Allowance]

    init(_ lists: [ParsedList]) {
        allowances = lists.indices.flatMap { list in
            let table = lists[list].table
            return table.places.map { Allowance(prefix: table.prefix(at: $0), list: list, place: $0) }
        }.sorted { $0.order < $1.order }
    }

    /// An allowance that holds a prefix, or that it holds: the list's number, and the place there.
    func allowance(of prefix: IPPrefix) -> (list: Int, place: EntryTable.Place)? {
        let around = (0...prefix.length).lazy.compactMap { IPPrefix(prefix.address, length: $0) }
            .compactMap { self.first(from: $0) }.first { $0.prefix.length <= prefix.length && $0.prefix.meets(prefix) }
        let found = around ?? first(from: prefix).flatMap { $0.prefix.meets(prefix) ? $0 : nil }
        return found.map { ($0.list, $0.place) }
    }

    /// The first at a prefix or behind it.
    private func first(from prefix: IPPrefix) -> Allowance? {
        var (low, high) = (0, allowances.count)
        while low < high {
            let middle = (low + high) / 2
            if allowances[middle].order < (prefix.address, prefix.length) { low = middle + 1 } else { high = middle }
        }
        return low < allowances.count ? allowances[low] : nil
    }
}
