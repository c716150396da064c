import CensusModel
import FlowRuns
import GRDB
import HourlyRollup
import NetworkTypes

/// How many flows, origins and hosts a store holds, and between which hours.
struct StoreExtent {
    private(set) var firstHour: Hour?
    private(set) var lastHour: Hour?
    private(set) var flows: UInt64 = 0
    private(set) var origins: Set<IPAddress> = []
    private(set) var hosts = HostSet()
    /// The classes of the 5-tuple that was last, which may come in several records.
    private var last: (hour: Hour, tuple: FlowTuple, classes: Set<ThreatClass>)?
    private var lastOrigin: IPAddress?

    /// Takes the records of runs, in which a flow may come several times.
    mutating func add(_ runs: RunFlows, _ database: Database) throws {
        var making = FlowMaking(try AttributionTable.all(database))
        try runs.forEachStretch { hour, stretch in
            for index in stretch.range {
                let tuple = stretch.records.tuple(at: index)
                if !stretch.isAlone(index) {
                    let number = stretch.records.attribution(at: index)
                    let threatClass = try making.attribution(number, of: hour).threatClass
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

    /// Flows come sorted by hour and origin, so only hosts need a set.
    private mutating func add(_ origin: IPAddress, _ host: IPAddress, _ hour: Hour) {
        if firstHour == nil { firstHour = hour }
        lastHour = hour
        flows += 1
        if origin != lastOrigin { origins.insert(origin) }
        lastOrigin = origin
        hosts.insert(host, .probed)
    }
}
