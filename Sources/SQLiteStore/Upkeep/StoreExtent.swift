import CensusModel
import FlowRuns
import GRDB
import HourlyRollup
import NetworkTypes

/// How many flows, origins and hosts a store holds, and between which hours.
struct StoreExtent: Sendable {
    private var firstHour: Hour?
    private var lastHour: Hour?
    private var flows: UInt64 = 0
    private var origins = DistinctAddresses()
    private var hosts = DistinctAddresses()
    var counts: ExtentCounts {
        let hours = firstHour.flatMap { first in lastHour.map { first...$0 } }
        return ExtentCounts(flows: flows, origins: origins.count, hosts: hosts.count, hours: hours)
    }

    /// The classes of the 5-tuple that was last, which may come in several records.
    private var last: (hour: Hour, tuple: FlowTuple, classes: Set<ThreatClass>)?
    private var lastOrigin: IPAddress?

    /// More records are not held in memory, packed: an hour that has more is read page by page.
    private static let heldRecords: UInt64 = 1 << 18

    /// Takes the flows of a store, whose pages are unpacked on all cores.
    /// - Parameter isWanted: which hours.
    mutating func add(_ runs: RunFlows, where isWanted: (Hour) -> Bool = { _ in true }, _ database: Database) throws {
        let attributions = try AttributionTable.all(database)
        var (held, records): ([PackedHour], UInt64) = ([], 0)
        try runs.forEachHour { hour, rows in
            guard isWanted(hour) else { return }
            let count = rows.reduce(0 as UInt64) { $0.addingClamped($1.totals.records) }
            guard count <= Self.heldRecords else {
                return try runs.forEachMerge(of: rows, hour) { try add($0, of: hour, attributions) }
            }
            held.append(try runs.packed(hour, rows))
            records += count
            guard records >= Self.heldRecords else { return }
            try add(held, attributions)
            (held, records) = ([], 0)
        }
        try add(held, attributions)
    }

    /// Takes some hours, each on one of several threads.
    private mutating func add(_ hours: [PackedHour], _ attributions: [Int64: Attribution]) throws {
        let threads = min(ConcurrentMap.threads, hours.count)
        let shares = (0..<threads).map { first in
            stride(from: first, to: hours.count, by: threads).map { hours[$0] }
        }
        let extents = try ConcurrentMap.map(shares) { hours in
            var part = StoreExtent()
            let unpacker = SharedUnpacker()
            for hour in hours { try part.add(hour.merge(unpacker, .keys), of: hour.hour, attributions) }
            return part
        }
        for extent in extents { merge(extent) }
    }

    private mutating func merge(_ other: StoreExtent) {
        firstHour = [firstHour, other.firstHour].compactMap(\.self).min()
        lastHour = [lastHour, other.lastHour].compactMap(\.self).max()
        flows += other.flows
        origins.merge(other.origins)
        hosts.merge(other.hosts)
    }

    /// Takes the records of an hour, in which a flow may come several times.
    private mutating func add(
        _ records: consuming RunMerge, of hour: Hour, _ attributions: [Int64: Attribution]
    ) throws {
        var making = FlowMaking(attributions)
        try records.forEachStretch { stretch in
            let records = stretch.records
            for index in stretch.range {
                let tuple = records.tuple(at: index)
                if !stretch.isAlone(index) {
                    let threatClass = try making.attribution(records.attribution(at: index), of: hour).threatClass
                    guard isFirst(tuple, threatClass, hour) else { continue }
                }
                add(tuple.origin, tuple.host, hour)
            }
        }
    }

    /// Whether no record before was of the same flow.
    private mutating func isFirst(_ tuple: FlowTuple, _ threatClass: ThreatClass, _ hour: Hour) -> Bool {
        if let last, last.tuple == tuple, last.hour == hour {
            return self.last?.classes.insert(threatClass).inserted ?? true
        }
        last = (hour, tuple, [threatClass])
        return true
    }

    /// Takes the next flow.
    mutating func add(_ key: FlowKey) {
        add(key.origin, key.host, key.hour)
    }

    /// Flows come sorted by hour and origin.
    private mutating func add(_ origin: IPAddress, _ host: IPAddress, _ hour: Hour) {
        if firstHour == nil { firstHour = hour }
        lastHour = hour
        flows += 1
        if origin != lastOrigin { origins.insert(origin) }
        lastOrigin = origin
        hosts.insert(host)
    }
}
