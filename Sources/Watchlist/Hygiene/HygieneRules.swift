package import NetworkTypes

/// What entries a census will have, and what it will not.
package struct HygieneRules: Sendable {
    /// Our own networks, in which no origin lies.
    package let internalNetworks: PrefixSet
    /// Whether prefixes that cover more than an /8 or, for IPv6, a /19 may stay.
    package let allowsWide: Bool
    package let listTime: ListTime
    /// What the operator says is not to be counted.
    let allowed: PrefixSet
    private let allowlists: [ParsedList]
    private let allowances: AllowanceIndex
    /// For every /16 of IPv4, a bit that says whether anything has to be looked at there.
    private let concerns: [UInt64]

    static let widestLengths = (v4: 8, v6: 19)

    package init(internalNetworks: PrefixSet, allowlists: [ParsedList], allowsWide: Bool, listTime: ListTime) {
        self.internalNetworks = internalNetworks
        self.allowsWide = allowsWide
        self.listTime = listTime
        self.allowlists = allowlists
        allowances = AllowanceIndex(allowlists)
        allowed = PrefixSet(
            allowlists.lazy.flatMap { list in list.table.places.lazy.map { list.table.prefix(at: $0) } })
        concerns = Self.concerns(
            PrefixSet(SpecialPurposeBlock.all.map(\.prefix)), PublicService.addresses, internalNetworks, allowed)
    }

    private static func concerns(_ sets: PrefixSet...) -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: 65_536 / 64)
        for range in sets.flatMap(\.ranges4) {
            for block in range.lowerBound >> 16...range.upperBound >> 16 {
                bits[Int(block >> 6)] |= 1 << UInt64(block & 63)
            }
        }
        return bits
    }

    /// Whether an IPv4 entry, as `EntryTable` packs it, may be one to look at: most are not, and this is all they cost.
    func concerns(_ packed: UInt64) -> Bool {
        let block = packed >> 48
        return packed >> 26 & 63 < 16 || concerns[Int(block >> 6)] >> (block & 63) & 1 == 1
    }

    /// Which line of which allowlist holds an address, for what is said of it.
    func allowance(of prefix: IPPrefix) -> String {
        allowances.allowance(of: prefix).map { allowlists[$0.list].place(of: $0.place) } ?? "--allowlist"
    }
}
