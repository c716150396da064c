import NetworkTypes

/// Which hosts of one share (`HostShard`) met which sources of threat.
struct EncounterShard: Sendable {
    private var encounters4 = EncounterTable<UInt32>()
    private var encounters6 = EncounterTable<UInt128>()

    /// As many of them as memory holds.
    var count: Int { encounters4.count + encounters6.count }

    mutating func insert(v4 host: UInt32, source: UInt32, _ evidence: HostEvidence) {
        encounters4.insert(host, source: source, evidence)
    }

    mutating func insert(v6 host: UInt128, source: UInt32, _ evidence: HostEvidence) {
        encounters6.insert(host, source: source, evidence)
    }

    /// Adds those of another one of the same share.
    /// - Parameter sources: the numbers that its sources have here.
    mutating func merge(_ other: EncounterShard, sources: [UInt32]) {
        encounters4.merge(other.encounters4, sources: sources)
        encounters6.merge(other.encounters6, sources: sources)
    }

    /// Counts every host by all that it met.
    consuming func count(in tally: inout GroupTally, _ asset: (IPAddress) -> AssetKind?) {
        encounters4.forEachHost { Self.count(.v4(IPv4Address(rawValue: $0)), $1, asset, &tally) }
        encounters6.forEachHost { Self.count(.v6(IPv6Address(rawValue: $0)), $1, asset, &tally) }
    }

    @inline(__always)
    private static func count<Address>(
        _ host: IPAddress, _ encounters: ArraySlice<EncounterTable<Address>.Encounter>,
        _ asset: (IPAddress) -> AssetKind?, _ tally: inout GroupTally
    ) {
        let asset = asset(host)
        if encounters.count == 1, let only = encounters.first {
            return tally.addHost(host, only.evidence, of: only.source, asset)
        }
        for encounter in encounters { tally.add(encounter.evidence, of: encounter.source) }
        tally.closeHost(host, asset)
    }
}
