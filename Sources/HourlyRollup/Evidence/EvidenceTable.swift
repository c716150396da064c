/// The hosts of one IP version and the evidence on each, as an array that is sorted and free of duplicates but for its
/// end.
///
/// Flows that come ordered by host, as those of one origin and hour do, are appended and never searched for. Others
/// gather at the end and are sorted in when there are as many as before them: a constant number of steps for each, and at
/// most twice the memory of the distinct hosts.
struct EvidenceTable<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    struct Host: Equatable, Sendable {
        let address: Address
        var evidence: HostEvidence
    }

    /// As they were inserted, those of the end in any order and with duplicates.
    private(set) var hosts: [Host] = []
    /// How many hosts at the front are sorted by address and free of duplicates.
    private var sortedCount = 0
    /// Below this many, sorting in costs more than it saves.
    private static var minimumUnsorted: Int { 1_024 }

    mutating func insert(_ address: Address, _ evidence: HostEvidence) {
        guard let last = hosts.last else { return append(address, evidence, isSorted: true) }
        if last.address == address {
            hosts[hosts.count - 1].evidence.formUnion(evidence)
        } else {
            append(address, evidence, isSorted: sortedCount == hosts.count && last.address < address)
        }
    }

    private mutating func append(_ address: Address, _ evidence: HostEvidence, isSorted: Bool) {
        hosts.append(Host(address: address, evidence: evidence))
        if isSorted {
            sortedCount = hosts.count
        } else if hosts.count - sortedCount >= max(sortedCount, Self.minimumUnsorted) {
            sortIn()
        }
    }

    mutating func merge(_ other: EvidenceTable) {
        guard !hosts.isEmpty else {
            self = other
            return
        }
        if hosts.count + other.hosts.count - sortedCount < max(sortedCount, Self.minimumUnsorted) {
            hosts.append(contentsOf: other.hosts)
        } else {
            sortIn()
            hosts = Self.merged(hosts[...], other.distinct[...])
            sortedCount = hosts.count
        }
    }

    mutating func removeAll() {
        hosts.removeAll(keepingCapacity: true)
        sortedCount = 0
    }

    /// Every host once, sorted by address.
    var distinct: [Host] {
        guard sortedCount < hosts.count else { return hosts }
        var table = self
        table.sortIn()
        return table.hosts
    }

    /// Sorts in those at the end: they are sorted by themselves, and then joined with those before them in one pass.
    mutating func sortIn() {
        guard sortedCount < hosts.count else { return }
        var added = Array(hosts[sortedCount...])
        DigitSort.sort(&added) { $0.address }
        hosts = Self.merged(hosts[..<sortedCount], added[...])
        sortedCount = hosts.count
    }

    /// Joins hosts that are sorted by address, of which the second may be there more than once.
    private static func merged(_ first: ArraySlice<Host>, _ second: ArraySlice<Host>) -> [Host] {
        var joined: [Host] = []
        joined.reserveCapacity(first.count + second.count)
        var index = first.startIndex
        for next in second {
            while index < first.endIndex, first[index].address < next.address {
                joined.append(first[index])
                index += 1
            }
            if index < first.endIndex, first[index].address == next.address {
                joined.append(first[index])
                index += 1
            }
            if let last = joined.indices.last, joined[last].address == next.address {
                joined[last].evidence.formUnion(next.evidence)
            } else {
                joined.append(next)
            }
        }
        joined.append(contentsOf: first[index...])
        return joined
    }
}

extension EvidenceTable<UInt32> {
    /// Moves the hosts of every network of 65,536 addresses that holds many to blocks.
    mutating func moveMany(to blocks: inout EvidenceBlocks) {
        sortIn()
        let ends = hosts.indices.filter { place in
            place + 1 == hosts.count || hosts[place].address >> 16 != hosts[place + 1].address >> 16
        }
        var start = 0
        for end in ends {
            if end - start >= EvidenceBlocks.many { blocks.add(hosts[start].address >> 16) }
            start = end + 1
        }
        guard !blocks.isEmpty else { return }
        hosts.removeAll { blocks.insert($0.address, $0.evidence) }
        sortedCount = hosts.count
    }
}
