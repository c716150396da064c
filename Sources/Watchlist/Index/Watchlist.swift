package import CensusModel
package import NetworkTypes

/// The union of the lists given, compiled for the question "does a list name this address and port at this time?".
///
/// The longest prefix wins. Among the entries of one prefix, one that names port and protocol goes before one that
/// names the port, that before one that names the protocol, and then the class of the lowest rank goes first; so the answer
/// does not depend on the order of lists or lines.
///
/// A question goes through three stages, each of which most questions do not pass: the screen (a bitmap in cache), the
/// tables of addresses and prefixes, and the rules about port, protocol and time.
///
/// Immutable; a class, so that handing it on costs one reference count and not one for each of its tables.
package final class Watchlist: Sendable {
    /// What entries say of origins; the index of one is its `AttributionID`.
    package let attributions: [Attribution]
    /// How many entries it holds once duplicates are merged.
    package let entryCount: Int
    /// How many labels and sources of merged entries were left out, because one entry keeps no more.
    package let leftOutTexts: Int
    /// What IPv4 addresses have to pass first.
    package let screen4: IPv4Screen
    /// The same in fewer words: what it lets through still has to pass `screen4`.
    package let nearScreen4: IPv4Screen
    /// What IPv6 addresses have to pass first.
    package let screen6: IPv6Screen
    private let addresses4: AddressTable
    private let ranges4: RangeTable
    private let prefixes6: PrefixTable
    private let lists: RuleLists

    package convenience init(_ entries: some Sequence<WatchlistEntry>) {
        self.init(EntryTable(entries))
    }

    package init(_ table: EntryTable) {
        var builder = WatchlistBuilder(table)
        screen4 = builder.makeScreen4()
        nearScreen4 = screen4.makeNear()
        screen6 = builder.makeScreen6()
        ranges4 = builder.makeRanges4()
        addresses4 = builder.makeAddresses4(ranges4)
        prefixes6 = builder.makePrefixes6()
        lists = builder.lists
        attributions = builder.attributions
        entryCount = builder.entryCount
        leftOutTexts = builder.leftOutTexts
    }

    /// Whether any entry names the address, for whatever port and time.
    package func names(_ address: IPv4Address) -> Bool {
        number(of: address.rawValue) != 0
    }

    /// Asks for what `names` reads first. When this is called for some addresses, and then `prefetchRange` for the same ones,
    /// before `names` is asked about any, no address is waited for alone.
    package func prefetchAddress(_ address: IPv4Address) {
        addresses4.prefetch(address.rawValue)
        ranges4.prefetchPiece(of: address.rawValue)
    }

    /// Asks for what `names` reads next.
    package func prefetchRange(_ address: IPv4Address) {
        ranges4.prefetch(address.rawValue)
    }

    /// Whether any entry names the address, or the IPv4 address that it stands for, for whatever port and time.
    package func names(_ address: IPv6Address) -> Bool {
        address.embeddedIPv4.map(names) ?? prefixes6.contains(address.rawValue)
    }

    /// The attribution of the entry that matches, or `nil`.
    ///
    /// - Parameter port: the origin's port; 0 when it has or shows none, and then no entry with a port matches.
    package func match(
        _ address: IPAddress, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> AttributionID? {
        switch address {
        case .v4(let address): match(address, port: port, transport: transport, at: time)
        case .v6(let address):
            prefixes6.first(address.rawValue) {
                lists.firstMatch(in: $0, port: port, transport: transport, at: time)
            }
        }
    }

    /// The attribution of the entry that matches, or `nil`.
    ///
    /// - Parameter port: as above.
    package func match(
        _ address: IPv4Address, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> AttributionID? {
        lists.firstMatch(in: number(of: address.rawValue), port: port, transport: transport, at: time)
    }

    /// Why entries that name an address do not match; `nil` when none names it.
    ///
    /// - Parameter port: as above.
    package func nearMiss(
        _ address: IPAddress, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> NearMiss? {
        var search = NearMissSearch(port: port, transport: transport, at: time)
        switch address {
        case .v4(let address): lists.show(number(of: address.rawValue), to: &search)
        case .v6(let address):
            _ = prefixes6.first(address.rawValue) { number -> Bool? in
                lists.show(number, to: &search)
                return nil
            }
        }
        return search.result
    }

    @inline(__always)
    private func number(of address: UInt32) -> RuleLists.Number {
        let number = addresses4.number(of: address)
        return number != 0 ? number : ranges4.number(of: address)
    }
}
