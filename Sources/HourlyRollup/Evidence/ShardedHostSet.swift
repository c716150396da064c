/// Distinct hosts and the evidence on each, in shares.
struct ShardedHostSet: Sendable {
    private var shards = Array(repeating: HostSet(), count: HostShard.count)

    /// Adds the hosts of a set.
    mutating func insert(_ set: HostSet) {
        set.forEachHost(
            v4: { shards[HostShard.number(of: $0)].insert(v4: $0, $1) },
            v6: { shards[HostShard.number(of: $0)].insert(v6: $0, $1) })
    }

    mutating func merge(_ other: ShardedHostSet) {
        for place in shards.indices { shards[place].merge(other.shards[place]) }
    }

    /// Counts the hosts of every share, on this thread.
    mutating func counts(minimumGrade: Grade) -> GradeCounts {
        var sum = GradeCounts()
        for place in shards.indices {
            shards[place].sortIn()
            sum.add(GradeCounts(shards[place], minimumGrade: minimumGrade))
        }
        return sum
    }
}
