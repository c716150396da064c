package import CensusModel
package import HourlyRollup
package import NetworkTypes

/// What a notice says of one origin under one class: the flows that make it up, summed, and the first of them in full.
package struct OriginEvidence: Sendable {
    package let origin: IPAddress
    package let threatClass: ThreatClass
    package private(set) var labels: [String] = []
    package private(set) var traffic = TrafficTotals()
    /// The flows that hosts began, by the port they went to: up to `maximumServices`, then the others together.
    private(set) var services: [Service: Occurrence] = [:]
    private(set) var otherServices = Occurrence()
    /// The flows that the origin began.
    private(set) var incoming = Occurrence()
    /// The first flows, up to `maximumObservations`.
    private(set) var observations: [JudgedFlow] = []
    private var hosts = HostSet()

    /// How many flows of an origin the formats for machines describe one by one; the evidence has all of them.
    package static let maximumObservations = 10
    /// How many ports of an origin are told apart.
    package static let maximumServices = 16

    init(of key: FlowKey) {
        (origin, threatClass) = (key.origin, key.threatClass)
    }

    mutating func add(_ flow: JudgedFlow) {
        if labels != flow.labels { labels = distinctLabels(labels + flow.labels) }
        traffic.add(flow.record)
        hosts.insert(flow.key.host, flow.grade)
        if observations.count < Self.maximumObservations { observations.append(flow) }
        if flow.initiator == .fromOrigin {
            incoming.add(flow.record)
        } else {
            addOutgoing(flow.record)
        }
    }

    private mutating func addOutgoing(_ flow: FlowRecord) {
        let service = Service(transport: flow.key.transport, port: flow.key.originPort)
        let isKnown = services[service] != nil
        if service.port != 0, isKnown || services.count < Self.maximumServices {
            services[service, default: Occurrence()].add(flow)
        } else {
            otherServices.add(flow)
        }
    }

    /// The distinct hosts, by grade.
    package var grades: GradeCounts { GradeCounts(hosts, minimumGrade: .attempted) }
}

/// A port of an origin that hosts went to.
struct Service: Hashable, Comparable, Sendable {
    let transport: TransportProtocol
    let port: UInt16

    static func < (left: Self, right: Self) -> Bool {
        (left.port, left.transport.rawValue) < (right.port, right.transport.rawValue)
    }
}

/// How often and when something was seen.
struct Occurrence: Sendable {
    private(set) var flows: UInt64 = 0
    private(set) var firstSeen: Timestamp?
    private(set) var lastSeen: Timestamp?

    mutating func add(_ flow: FlowRecord) {
        flows += 1
        firstSeen = earlier(firstSeen, flow.firstSeen)
        lastSeen = later(lastSeen, flow.lastSeen)
    }
}
