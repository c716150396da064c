import NetworkTypes
import TextFormats

extension ParsedList {
    /// Leaves out, and names, what no list should hold: space that is set aside, our own networks, prefixes that are too
    /// wide, and what the operator allows or asks to leave out.
    ///
    /// - Parameter mostEntries: how many entries the list may hold when it is clean.
    /// - Throws: when so much is cut out of prefixes that the list holds more entries than that.
    package mutating func clean(
        _ rules: HygieneRules, mostEntries: Int = Self.maximumEntries
    ) throws(WatchlistError) {
        if rules.listTime == .ignore { table.changeProfiles { $0.validity = .always } }
        var replacements: [(place: EntryTable.Place, prefixes: [IPPrefix])] = []
        var count = table.count
        let undated = rules.listTime == .strict ? table.profiles.map { $0.validity == .always } : []
        for place in table.placesToExamine(rules, all: undated.contains(true)) {
            let prefix = table.prefix(at: place)
            let line = table.line(at: place) ?? 0
            if !undated.isEmpty, undated[table.profileNumber(at: place)] {
                exclude(line, reason: "has no dates (--list-time strict)", "\(prefix.shortest) has no dates")
                replacements.append((place, []))
            } else if let kept = examine(prefix, line, rules) {
                replacements.append((place, kept))
                count += kept.count
                guard count <= mostEntries else {
                    throw WatchlistError(list: name, problem: .tooManyEntries(limit: mostEntries))
                }
            }
        }
        table.replace(replacements)
    }

    /// - Returns: what of a prefix is kept; `nil` for all of it.
    private mutating func examine(_ prefix: IPPrefix, _ line: Int, _ rules: HygieneRules) -> [IPPrefix]? {
        if prefix.isTooWide, !rules.allowsWide {
            drop(line, reason: "is too wide", "\(prefix) covers too much for a list of servers (see --allow-wide)")
            return []
        }
        let block = SpecialPurposeBlock.around(prefix)
        if let block, block.treatment == .drop {
            drop(line, reason: block.purpose, "\(prefix.shortest) lies in \(block.prefix), \(block.purpose)")
            return []
        }
        switch rules.internalNetworks.relation(to: prefix) {
        case .holds:
            drop(line, reason: "lies in our own networks", "\(prefix.shortest) lies in our own networks (--internal)")
            return []
        case .meets:
            notice(line, reason: "covers some of our own networks", "\(prefix) covers some of our own networks")
        case .apart: break
        }
        if let block {
            let purpose = "lies in \(block.prefix), \(block.purpose)"
            notice(line, reason: purpose, "\(prefix.shortest) \(purpose)")
        }
        return examineServices(prefix, line, rules)
    }

    /// Leaves public services out of lists that nobody wrote on purpose, and names them in all.
    private mutating func examineServices(_ prefix: IPPrefix, _ line: Int, _ rules: HygieneRules) -> [IPPrefix]? {
        let relation = PublicService.addresses.relation(to: prefix)
        guard relation != .apart, let service = PublicService.met(by: prefix) else {
            return examineAllowance(prefix, line, rules)
        }
        if format.isOwn {
            notice(
                line, reason: "is a \(service.name)",
                "\(prefix.shortest) meets \(service.prefix.shortest), a \(service.name)")
            return examineAllowance(prefix, line, rules)
        }
        guard relation == .meets else {
            drop(line, reason: "is a \(service.name)", "\(prefix.shortest) is a \(service.name)")
            return []
        }
        noteChange(
            line, reason: "covers a public service",
            "\(prefix) covers \(service.prefix.shortest), a \(service.name): taken without that")
        let pieces = PublicService.addresses.rest(of: prefix)
        return pieces.flatMap { examineAllowance($0, line, rules) ?? [$0] }
    }

    private mutating func examineAllowance(_ prefix: IPPrefix, _ line: Int, _ rules: HygieneRules) -> [IPPrefix]? {
        switch rules.allowed.relation(to: prefix) {
        case .holds:
            exclude(line, reason: "is allowed", "\(prefix.shortest) is allowed by \(rules.allowance(of: prefix))")
            return []
        case .meets:
            noteChange(
                line, reason: "covers what is allowed",
                "\(prefix) covers what \(rules.allowance(of: prefix)) allows: taken without that")
            return rules.allowed.rest(of: prefix)
        case .apart: return nil
        }
    }
}

extension EntryTable {
    /// The entries that hygiene has something to say about, perhaps.
    fileprivate func placesToExamine(_ rules: HygieneRules, all: Bool) -> [Place] {
        if all { return places }
        return v4.indices.filter { rules.concerns(v4[$0]) }.map { .v4($0) } + v6.indices.map { .v6($0) }
    }
}

extension SpecialPurposeBlock {
    /// The block that holds a prefix.
    fileprivate static func around(_ prefix: IPPrefix) -> SpecialPurposeBlock? {
        all.first {
            $0.prefix.length <= prefix.length && IPPrefix(prefix.address, length: $0.prefix.length) == $0.prefix
        }
    }
}

extension IPPrefix {
    fileprivate var isTooWide: Bool {
        switch address {
        case .v4: length < HygieneRules.widestLengths.v4
        case .v6: length < HygieneRules.widestLengths.v6
        }
    }

    /// A single address without its length.
    var shortest: String { isSingleAddress ? address.description : description }
}
