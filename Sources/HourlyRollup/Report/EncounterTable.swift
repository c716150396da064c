/// Which hosts of one IP version met which sources of threat, and the evidence: the census turned round, for questions that
/// need all that is known of a host at once.
///
/// Encounters gather at the end of an array and are sorted in when there are as many as before them, so memory holds at most
/// twice the distinct pairs of host and source: 12 bytes each for IPv4.
struct EncounterTable<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    struct Encounter: Sendable {
        let host: Address
        let source: UInt32
        var evidence: HostEvidence
    }

    private var encounters: [Encounter] = []
    /// As many as memory holds.
    var count: Int { encounters.count }
    /// How many at the front are sorted and free of duplicates.
    private var sortedCount = 0
    /// Below this many, sorting in costs more than it saves.
    private static var minimumUnsorted: Int { 65_536 }

    mutating func insert(_ host: Address, source: UInt32, _ evidence: HostEvidence) {
        if let last = encounters.last, last.host == host, last.source == source {
            encounters[encounters.count - 1].evidence.formUnion(evidence)
            return
        }
        encounters.append(Encounter(host: host, source: source, evidence: evidence))
        if encounters.count - sortedCount >= max(sortedCount, Self.minimumUnsorted) { sortIn() }
    }

    /// Adds those of another table.
    /// - Parameter sources: the numbers that its sources have here.
    mutating func merge(_ other: EncounterTable, sources: [UInt32]) {
        for encounter in other.encounters {
            insert(encounter.host, source: sources[Int(encounter.source)], encounter.evidence)
        }
    }

    private mutating func sortIn() {
        DigitSort.sort(&encounters) { $0.host }
        sortBySource()
        var kept = 0
        for index in encounters.indices {
            let next = encounters[index]
            if kept > 0, encounters[kept - 1].host == next.host, encounters[kept - 1].source == next.source {
                encounters[kept - 1].evidence.formUnion(next.evidence)
            } else {
                encounters[kept] = next
                kept += 1
            }
        }
        encounters.removeSubrange(kept...)
        sortedCount = kept
    }

    /// Puts the encounters of each host, which are few most often, into the order of their sources.
    private mutating func sortBySource() {
        var start = 0
        while start < encounters.count {
            var (end, isSorted) = (start + 1, true)
            while end < encounters.count, encounters[end].host == encounters[start].host {
                isSorted = isSorted && encounters[end - 1].source <= encounters[end].source
                end += 1
            }
            if !isSorted { encounters[start..<end].sort { $0.source < $1.source } }
            start = end
        }
    }

    /// Hands on every host once, with all its encounters, of which no two are with one source.
    consuming func forEachHost(_ body: (Address, ArraySlice<Encounter>) -> Void) {
        sortIn()
        var start = 0
        while start < encounters.count {
            let host = encounters[start].host
            var end = start + 1
            while end < encounters.count, encounters[end].host == host { end += 1 }
            body(host, encounters[start..<end])
            start = end
        }
    }
}
