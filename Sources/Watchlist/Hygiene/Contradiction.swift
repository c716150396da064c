import CensusModel
import NetworkTypes

/// An address that lists hold for things of different classes at the same time: one of them is out of date, or says less.
///
/// The class of the lowest rank counts.
package struct Contradiction: Sendable, CustomStringConvertible {
    package let description: String

    /// The contradictions within and between lists.
    package struct Findings: Sendable {
        package fileprivate(set) var first: [Contradiction] = []
        /// How many more addresses are named in several classes.
        package fileprivate(set) var unnamedCount = 0
    }

    /// - Parameter limit: how many addresses are looked at closely; the others are counted.
    package static func find(in lists: [ParsedList], limit: Int) -> Findings {
        let classes = Set(lists.flatMap { $0.table.profiles.map(\.threatClass) })
        var findings = Findings()
        guard classes.count > 1 else { return findings }
        let contested = ContestedPrefixes(lists.map(\.table), limit: limit)
        findings.unnamedCount = contested.count - contested.first.count
        guard !contested.first.isEmpty else { return findings }
        var claims: [Subject: [Claim]] = [:]
        for list in lists { list.forEachEntry(in: contested.first) { claims[$0, default: []].append($1) } }
        let order = claims.keys.sorted {
            ($0.prefix.address, $0.prefix.length, $0.port ?? 0) < ($1.prefix.address, $1.prefix.length, $1.port ?? 0)
        }
        for subject in order { findings.first += contradictions(of: subject, claims[subject] ?? []) }
        return findings
    }

    private static func contradictions(of subject: Subject, _ claims: [Claim]) -> [Contradiction] {
        guard let winner = claims.min(by: { $0.threatClass.rank < $1.threatClass.rank }) else { return [] }
        let winners = claims.filter { $0.threatClass == winner.threatClass }
        var said: Set<ThreatClass> = [winner.threatClass]
        return claims.compactMap { claim in
            guard let other = winners.first(where: { $0.validity.overlaps(claim.validity) }),
                said.insert(claim.threatClass).inserted
            else { return nil }
            return Contradiction(
                description:
                    "\(claim.place): \(subject.prefix.shortest) is \(claim.threatClass.name) here, and "
                    + "\(other.threatClass.name) in \(other.place): counted as \(other.threatClass.name)")
        }
    }

    fileprivate struct Subject: Hashable {
        let prefix: IPPrefix
        let port: UInt16?
        let transport: TransportProtocol?
    }

    /// What one entry says of a subject, and where it stands.
    fileprivate struct Claim {
        let threatClass: ThreatClass
        let validity: Validity
        let place: String
    }
}

/// The prefixes that tables name in several classes, found by sorting all entries.
private struct ContestedPrefixes {
    private(set) var first: Set<IPPrefix> = []
    private(set) var count = 0

    init(_ tables: [EntryTable], limit: Int) {
        // As a table packs its entries: of the profile there are the port, and the class in the lowest bits.
        let classBits: UInt64 = 3
        let profileMask = UInt64(EntryTable.maximumProfiles - 1)
        var packed: [UInt64] = []
        packed.reserveCapacity(tables.reduce(0) { $0 + $1.v4.count })
        var classes6: [IPPrefix: Set<ThreatClass>] = [:]
        for table in tables {
            let codes = table.profiles.map { UInt64($0.port ?? 0) << classBits | UInt64($0.threatClass.rank) }
            packed += table.v4.lazy.map { $0 & ~profileMask | codes[Int($0 & profileMask)] }
            for index in table.v6.indices {
                let place = EntryTable.Place.v6(index)
                classes6[table.prefix(at: place), default: []].insert(
                    table.profiles[table.profileNumber(at: place)].threatClass)
            }
        }
        let sorted = RadixSort.sorted(packed)
        for index in sorted.indices.dropFirst() {
            let (entry, before) = (sorted[index], sorted[index - 1])
            guard entry >> classBits == before >> classBits, entry != before else { continue }
            let address = IPv4Address(rawValue: UInt32(entry >> 32))
            note(IPPrefix(.v4(address), length: Int(entry >> 26 & 63)), limit)
        }
        for (prefix, classes) in classes6 where classes.count > 1 { note(prefix, limit) }
    }

    private mutating func note(_ prefix: IPPrefix?, _ limit: Int) {
        guard let prefix, !first.contains(prefix) else { return }
        count += 1
        if first.count < limit { first.insert(prefix) }
    }
}

extension ParsedList {
    /// Hands on the entries of some prefixes with what they say.
    fileprivate func forEachEntry(
        in prefixes: Set<IPPrefix>, _ body: (Contradiction.Subject, Contradiction.Claim) -> Void
    ) {
        for place in table.places {
            let prefix = table.prefix(at: place)
            guard prefixes.contains(prefix) else { continue }
            let profile = table.profiles[table.profileNumber(at: place)]
            body(
                Contradiction.Subject(prefix: prefix, port: profile.port, transport: profile.transport),
                Contradiction.Claim(
                    threatClass: profile.threatClass, validity: profile.validity, place: self.place(of: place)))
        }
    }

    /// The file and the line of an entry.
    package func place(of place: EntryTable.Place) -> String {
        table.line(at: place).map { "\(name), line \($0)" } ?? name
    }
}
