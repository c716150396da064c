import NetworkTypes

/// Which hosts met which sources of threat, in shares. What parts of the time had is held as it is until it is as much as half of
/// what is there, and then put in on all cores.
struct ShardedEncounters: Sendable {
    private struct Part {
        let shards: [EncounterShard]
        /// The numbers that its sources have here.
        let sources: [UInt32]
    }

    private var shards = Array(repeating: EncounterShard(), count: HostShard.count)
    private var parts: [Part] = []
    private var countInParts = 0
    /// Below this many, putting them in costs more than it saves.
    private static var minimumInParts: Int { 1 << 20 }

    mutating func insert(_ host: IPAddress, source: UInt32, _ evidence: HostEvidence) {
        switch host {
        case .v4(let address):
            shards[HostShard.number(of: address.rawValue)].insert(v4: address.rawValue, source: source, evidence)
        case .v6(let address):
            shards[HostShard.number(of: address.rawValue)].insert(v6: address.rawValue, source: source, evidence)
        }
    }

    private var count: Int { shards.reduce(0) { $0 + $1.count } }

    /// Adds those of a part.
    /// - Parameter sources: the numbers that its sources have here.
    mutating func append(_ part: ShardedEncounters, sources: [UInt32]) {
        parts.append(Part(shards: part.shards, sources: sources))
        countInParts += part.count
        if countInParts >= max(count / 2, Self.minimumInParts) { putIn() }
    }

    private mutating func putIn() {
        guard !parts.isEmpty else { return }
        let parts = parts
        let numbered = Array(shards.enumerated())
        (self.parts, countInParts, shards) = ([], 0, [])
        shards = ConcurrentMap.map(numbered) { shard in
            for part in parts { shard.element.merge(part.shards[shard.offset], sources: part.sources) }
            return shard.element
        }
    }

    /// Counts every host by all that it met, on all cores.
    consuming func count(in empty: GroupTally, _ asset: @escaping @Sendable (IPAddress) -> AssetKind?) -> GroupTally {
        putIn()
        // Each thread has a tally of its own, which of many groups takes more memory than time.
        let hands = empty.isLarge ? 1 : ConcurrentMap.threads
        let shares = (0..<hands).map { hand in stride(from: hand, to: shards.count, by: hands).map { shards[$0] } }
        shards = []
        var whole = empty
        let tallies = ConcurrentMap.map(shares) { shards in
            var tally = empty
            while let shard = shards.popLast() { shard.count(in: &tally, asset) }
            return tally
        }
        for tally in tallies { whole.merge(tally) }
        return whole
    }
}
