import CensusModel
package import NetworkTypes

/// Puts flows together to one row a host. Flows come in the order of their hours, and of a 5-tuple those of several classes one
/// after another, which count as one.
///
/// What flows say gathers by the share of all hosts that theirs is in (`HostShard`), and is put into rows on all cores when there is
/// enough of it.
package struct HostRollup: Sendable {
    private var shards = Array(repeating: Shard(), count: HostShard.count)
    /// What waits to be put into rows, in its order, each by share.
    private var parts: [[[HostContact]]] = []
    private var waiting = Array(repeating: [HostContact](), count: HostShard.count)
    /// How many contacts are in both.
    private var waitingCount = 0
    private var last: FlowKey?

    /// With more than these all are put into rows.
    private let mostWaiting: Int

    /// - Parameter mostWaiting: so many contacts wait to be put into rows, which takes about 80 MB.
    package init(mostWaiting: Int = 1 << 19) {
        self.mostWaiting = mostWaiting
    }

    /// One for the flows of a stretch, which bounds them: all wait for the rollup that this one is appended to.
    package static var ofStretch: HostRollup { HostRollup(mostWaiting: .max) }

    package mutating func add(_ flow: JudgedFlow) {
        let isFurther = last?.isSameTuple(as: flow.key) ?? false
        last = flow.key
        waiting[HostShard.number(of: flow.key.host)].append(HostContact(flow, isFurther: isFurther))
        waitingCount += 1
        if waitingCount >= mostWaiting { putIn() }
    }

    /// Takes what another one, `ofStretch`, was told of the time behind.
    package mutating func append(_ other: HostRollup) {
        parts.append(waiting)
        for place in waiting.indices { waiting[place].removeAll() }
        parts += other.parts
        parts.append(other.waiting)
        waitingCount += other.waitingCount
        last = other.last ?? last
        if waitingCount >= mostWaiting { putIn() }
    }

    private mutating func putIn() {
        let parts = parts + [waiting]
        let numbered = Array(shards.enumerated())
        (self.parts, shards, waitingCount) = ([], [], 0)
        for place in waiting.indices { waiting[place].removeAll() }
        shards = ConcurrentMap.map(numbered) { shard in
            for part in parts { for contact in part[shard.offset] { shard.element.add(contact) } }
            return shard.element
        }
    }

    /// The hosts of at least `minimumGrade`, sorted by address.
    /// - Parameter owner: who answers for a host, where that is known.
    package consuming func finish(
        minimumGrade: Grade, owner: @escaping @Sendable (IPAddress) -> HostOwner? = { _ in nil }
    ) -> [HostCount] {
        putIn()
        let whole = shards
        shards = []
        var rows = ConcurrentMap.map(whole) { shard in
            let rows = shard.rows(minimumGrade: minimumGrade, owner)
            shard = Shard()
            return rows
        }
        // Each is sorted already, which sorting makes use of.
        var all: [HostCount] = []
        all.reserveCapacity(rows.reduce(0) { $0 + $1.count })
        while let last = rows.popLast() { all += last }
        all.sort { $0.host < $1.host }
        return all
    }

    /// The hosts of a share.
    private struct Shard: Sendable {
        private var hosts: [IPAddress: Host] = [:]

        mutating func add(_ contact: HostContact) {
            hosts[contact.host, default: Host()].add(contact)
        }

        func rows(minimumGrade: Grade, _ owner: (IPAddress) -> HostOwner?) -> [HostCount] {
            hosts.compactMap { address, host in
                guard let grade = host.evidence.strongest, grade >= minimumGrade, let leading = host.origins.leading
                else { return nil }
                return HostCount(
                    host: address, grade: grade, origins: UInt64(host.origins.count), hours: host.hours,
                    traffic: host.traffic, labels: host.labels.labels, leadingOrigin: leading, owner: owner(address))
            }
        }
    }

    private struct Host: Sendable {
        var evidence = HostEvidence()
        var origins = OriginContacts()
        /// How many there were, and the last of them.
        var hours: UInt64 = 0
        var lastHour: Hour?
        var labels = LabelUnion()
        var traffic = TrafficTotals()

        mutating func add(_ contact: HostContact) {
            evidence.formUnion(HostEvidence(contact.grade))
            origins.add(contact)
            labels.insert(contact.labels)
            if lastHour != contact.hour { hours += 1 }
            lastHour = contact.hour
            traffic.merge(contact.traffic)
        }
    }
}
