package import NetworkTypes

/// The union of the lists given, compiled for the question "does a list name this address and port at this time?".
///
/// The longest prefix wins. Among the entries of one prefix, one that names port and protocol goes before one that
/// names the port, that before one that names the protocol, and the worst class first; so the answer does not depend
/// on the order of lists or lines.
package struct Watchlist: Sendable {
    /// What entries say of origins; the index of one is its `AttributionID`.
    package let attributions: [Attribution]
    /// How many entries it holds once duplicates are merged.
    package let entryCount: Int
    private let v4: PrefixTable<UInt32>
    private let v6: PrefixTable<UInt128>

    package init(_ entries: some Sequence<WatchlistEntry>) {
        let merged = EntryMerge.merge(entries)
        var table = AttributionTable()
        var builder4 = PrefixTable<UInt32>.Builder()
        var builder6 = PrefixTable<UInt128>.Builder()
        for entry in merged {
            let rule = Rule(entry, table.identifier(of: entry))
            switch entry.prefix.address {
            case .v4(let address): builder4.add(rule, address.rawValue, length: entry.prefix.length)
            case .v6(let address): builder6.add(rule, address.rawValue, length: entry.prefix.length)
            }
        }
        attributions = table.attributions
        entryCount = merged.count
        v4 = builder4.build()
        v6 = builder6.build()
    }

    /// The attribution of the entry that matches, or `nil`.
    ///
    /// - Parameter port: the origin's port; 0 when it has or shows none, and then no entry with a port matches.
    package func match(
        _ address: IPAddress, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> AttributionID? {
        switch address {
        case .v4(let address): v4.match(address.rawValue, port: port, transport: transport, at: time)
        case .v6(let address): v6.match(address.rawValue, port: port, transport: transport, at: time)
        }
    }
}

/// Gives every distinct attribution a number.
private struct AttributionTable {
    private(set) var attributions: [Attribution] = []
    private var numbers: [Attribution: UInt32] = [:]

    mutating func identifier(of entry: WatchlistEntry) -> AttributionID {
        let attribution = Attribution(threatClass: entry.threatClass, labels: entry.labels)
        if let number = numbers[attribution] { return AttributionID(rawValue: number) }
        let number = UInt32(attributions.count)
        attributions.append(attribution)
        numbers[attribution] = number
        return AttributionID(rawValue: number)
    }
}
