import CensusModel
package import HourlyRollup
import NetworkTypes

/// What was seen of the origins in one country: the distinct hosts, and each origin.
package struct CountryEvidence: Sendable {
    private struct Key: Hashable {
        let origin: IPAddress
        let threatClass: ThreatClass
    }

    private var hosts = HostSet()
    private var byOrigin: [Key: OriginEvidence] = [:]
    package private(set) var traffic = TrafficTotals()
    private var last: FlowKey?

    package init() {}

    /// Adds a flow. Those of one 5-tuple in several classes come one after another, and count as one.
    package mutating func add(_ flow: JudgedFlow) {
        hosts.insert(flow.key.host, flow.grade)
        traffic.add(flow.record, isFurther: last?.isSameTuple(as: flow.key) ?? false)
        last = flow.key
        let key = Key(origin: flow.key.origin, threatClass: flow.key.threatClass)
        byOrigin[key, default: OriginEvidence(of: flow.key)].add(flow)
    }

    /// The distinct hosts, by grade: one that several origins reached counts once.
    package var grades: GradeCounts { GradeCounts(hosts, minimumGrade: .attempted) }

    package var originCount: Int { Set(byOrigin.keys.map(\.origin)).count }

    /// Sorted by address, then class.
    package var origins: [OriginEvidence] {
        byOrigin.values.sorted { left, right in
            left.origin == right.origin ? left.threatClass < right.threatClass : left.origin < right.origin
        }
    }
}
