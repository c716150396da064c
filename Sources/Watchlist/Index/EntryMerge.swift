import NetworkTypes

/// Merges entries that say the same of the same, and puts those of one prefix into the order in which they are asked.
enum EntryMerge {
    /// What makes two entries duplicates: then confidence becomes the highest, and labels and sources are joined.
    private struct Key: Hashable {
        let prefix: IPPrefix
        let port: UInt16?
        let transport: TransportProtocol?
        let threatClass: ThreatClass

        init(_ entry: WatchlistEntry) {
            (prefix, port) = (entry.prefix, entry.port)
            (transport, threatClass) = (entry.transport, entry.threatClass)
        }

        /// What has to come first among the entries of one prefix has the smaller rank.
        var rank: (Int, UInt16, UInt8, UInt8) {
            let narrowness = (port == nil ? 2 : 0) + (transport == nil ? 1 : 0)
            return (narrowness, port ?? 0, transport?.rawValue ?? 0, threatClass.rawValue)
        }
    }

    static func merge(_ entries: some Sequence<WatchlistEntry>) -> [WatchlistEntry] {
        let groups = Dictionary(grouping: entries, by: Key.init)
        return groups.sorted { isBefore($0.key, $1.key) }.flatMap { mergeDuplicates($0.value) }
    }

    private static func isBefore(_ left: Key, _ right: Key) -> Bool {
        if left.prefix.address != right.prefix.address { return left.prefix.address < right.prefix.address }
        if left.prefix.length != right.prefix.length { return left.prefix.length < right.prefix.length }
        return left.rank < right.rank
    }

    /// Joins entries whose times overlap or touch; what holds at separate times stays separate.
    private static func mergeDuplicates(_ entries: [WatchlistEntry]) -> [WatchlistEntry] {
        guard entries.count > 1 else { return entries }
        var result: [WatchlistEntry] = []
        for entry in entries.sorted(by: { $0.validity.from < $1.validity.from }) {
            guard var last = result.last, last.validity.joins(entry.validity) else {
                result.append(entry)
                continue
            }
            last.validity.until = max(last.validity.until, entry.validity.until)
            last.labels = Set(last.labels + entry.labels).sorted()
            last.sources = Set(last.sources + entry.sources).sorted()
            last.confidence = max(last.confidence ?? 0, entry.confidence ?? 0)
            result[result.count - 1] = last
        }
        return result
    }
}
