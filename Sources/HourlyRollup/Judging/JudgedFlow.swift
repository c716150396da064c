package import CensusModel
import NetworkTypes

/// A flow, with who began it and what it is evidence for.
package struct JudgedFlow: Equatable, Sendable {
    package var record: FlowRecord
    package private(set) var initiator: Observation.Direction
    package private(set) var grade: Grade

    package init(_ record: FlowRecord, initiator: Observation.Direction, grade: Grade) {
        (self.record, self.initiator, self.grade) = (record, initiator, grade)
    }

    /// A flow of nothing, for who reads flows one after another into the same one.
    package static let blank = JudgedFlow(
        FlowRecord(
            key: FlowKey(
                hour: Hour(index: 0), origin: .v4(IPv4Address(rawValue: 0)), host: .v4(IPv4Address(rawValue: 0)),
                transport: .tcp, hostPort: 0, originPort: 0, threatClass: .other)),
        initiator: .fromOrigin, grade: .probed)

    /// Judges a flow of an hour.
    ///
    /// Who began comes from four hours, what was sent from the hour's own counters.
    ///
    /// - Parameters:
    ///   - beginning: who began its 5-tuple.
    ///   - window: what the 5-tuple showed in the hour and the three before it.
    ///   - services: what the inventory states of the host; `nil` where it states nothing.
    init(
        _ record: FlowRecord, _ beginning: Beginning, _ window: EvidenceWindow,
        services: @autoclosure () -> ServiceSet?,
        seesOneWay: Bool
    ) {
        self.init(record, initiator: beginning.initiator, grade: .probed)
        judge(beginning, window.merged.facts, services: services(), seesOneWay: seesOneWay)
    }

    /// Judges it as the initialiser does.
    /// - Parameter facts: what the 5-tuple showed in the four hours.
    @inline(__always)
    mutating func judge(
        _ beginning: Beginning, _ facts: TupleEvidence.Facts, services: @autoclosure () -> ServiceSet?,
        seesOneWay: Bool
    ) {
        if seesOneWay, !record.fromHost.hasSent, facts.contains(.originAnswered) {
            (initiator, grade) = (.fromHost, .answered)
        } else {
            initiator = beginning.initiator
            grade = Self.grade(
                record.fromHost, record.fromOrigin, beginning, record.key.transport,
                isBackDoor: { Self.isBackDoor(record.key, services()) })
        }
    }

    package var key: FlowKey { record.key }
    package var labels: [String] { record.labels }
    package var matchesPort: Bool { record.matchesPort }
    package var fromHost: DirectionCounters { record.fromHost }
    package var fromOrigin: DirectionCounters { record.fromOrigin }

    // By its parts, so that no flow is copied for it.
    @inline(__always)
    private static func grade(
        _ host: DirectionCounters, _ origin: DirectionCounters, _ beginning: Beginning, _ transport: TransportProtocol,
        isBackDoor: () -> Bool
    ) -> Grade {
        guard host.hasSent else { return .probed }
        let payloadWentBothWays = host.payloadBytes > 0 && origin.payloadBytes > 0
        switch beginning.initiator {
        case .fromHost:
            if payloadWentBothWays { return .exchanged }
            return origin.hasSent ? .answered : .attempted
        case .fromOrigin:
            guard host.payloadBytes > 0 else { return .probed }
            let entered = payloadWentBothWays && beginning.opensConnection(transport)
            return entered && isBackDoor() ? .intruded : .served
        }
    }

    /// Whether what the origin connected to is not a service: by its class, or by the inventory.
    private static func isBackDoor(_ key: FlowKey, _ services: ServiceSet?) -> Bool {
        if key.threatClass == .backdoor { return true }
        return services.map { !$0.contains(key.transport, port: key.hostPort) } ?? false
    }
}
