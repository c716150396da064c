package import CensusModel
package import NetworkTypes

/// Who began a flow, and which rule decided it.
///
/// The rules are asked in their order, and the first that decides holds. None of them lets what an outsider sends make a
/// host the one that began.
package struct Beginning: Equatable, Sendable {
    package let initiator: Observation.Direction
    package let rule: Rule

    package enum Rule: UInt8, CaseIterable, Sendable {
        /// A flow log states it.
        case statement = 1
        /// An opening was seen, or the answer to one.
        case handshake
        /// The host sent only refusals, or nothing.
        case refusals
        /// A TCP connection seen from its middle: by its ports.
        case middle
        /// The origin sent nothing.
        case silence
        /// The first packet of one end is clearly earlier.
        case time
        /// In doubt: by the ports, or the origin.
        case doubt
        /// Of non-first fragments: as the flows with ports that they belong to.
        case fragments
    }

    init(_ initiator: Observation.Direction, by rule: Rule) {
        (self.initiator, self.rule) = (initiator, rule)
    }

    /// Decides who began.
    ///
    /// - Parameters:
    ///   - window: what the 5-tuple showed in an hour and the three before it.
    ///   - services: what the inventory states of the host; `nil` where it states nothing.
    package init(_ tuple: FlowTuple, _ window: EvidenceWindow, services: @autoclosure () -> ServiceSet?) {
        let ports = TuplePorts(tuple.transport, tuple.hostPort, tuple.originPort)
        self = Self.decided(ports, window, services)
    }

    /// As the initialiser, by parts that are not copied.
    static func decided(
        _ ports: TuplePorts, _ window: EvidenceWindow, _ services: () -> ServiceSet?
    ) -> Beginning {
        let (evidence, reachesOldestHour) = (window.merged, window.reachesOldestHour)
        return decided(
            ports, evidence.facts, services, bySYN: { evidence.told.initiator(preferring: .fromHost, \.bySYN) },
            byTimes: {
                // Packets are asked first, then the exporters of flow logs, each by its own clock; of these an origin's earlier time
                // counts more than a host's.
                earlierEnd(evidence.hostFirst, evidence.originFirst, reachesOldestHour)
                    ?? evidence.told.initiator(preferring: .fromOrigin) {
                        earlierEnd($0.hostFirst, $0.originFirst, reachesOldestHour)
                    }
            })
    }

    /// As the initialiser, by what packets showed and flow logs state.
    ///
    /// - Parameters:
    ///   - facts: what the 5-tuple showed in the four hours.
    ///   - bySYN: which end began by the SYNs that exporters saw.
    ///   - byTimes: which one by times, those of packets and those of exporters.
    @inline(__always)
    static func decided(
        _ ports: TuplePorts, _ facts: TupleEvidence.Facts, _ services: () -> ServiceSet?,
        bySYN: () -> Observation.Direction?, byTimes: () -> Observation.Direction?
    ) -> Beginning {
        if !ports.areOfFragments, let beginning = stated(ports, facts, bySYN) ?? seen(facts) {
            return beginning
        } else if !facts.contains(.hostContact) {
            return Beginning(.fromOrigin, by: .refusals)
        } else if !facts.contains(.originSent) {
            return Beginning(isAnswer(ports, services) ? .fromOrigin : .fromHost, by: .silence)
        } else if ports.transport == .tcp {
            return Beginning(byPorts(ports, facts), by: .middle)
        }
        if let initiator = byTimes() { return Beginning(initiator, by: .time) }
        return Beginning(byPorts(ports, facts), by: .doubt)
    }

    /// Of statements that disagree the host's wins. Where none is made, an exporter that saw a SYN of both ends states that the
    /// earlier one began: the flags of a log are ORed, so a SYN does not tell whether it came with an ACK.
    @inline(__always)
    private static func stated(
        _ ports: TuplePorts, _ facts: TupleEvidence.Facts, _ bySYN: () -> Observation.Direction?
    ) -> Beginning? {
        if facts.contains(.hostStated) { return Beginning(.fromHost, by: .statement) }
        if facts.contains(.originStated) { return Beginning(.fromOrigin, by: .statement) }
        guard ports.transport == .tcp else { return nil }
        return bySYN().map { Beginning($0, by: .statement) }
    }

    /// An opening is never an answer, so the host's counts whatever the origin sent. An answer of the host speaks for the
    /// origin, but where the host sent more than refusals to an origin that sent something.
    @inline(__always)
    private static func seen(_ facts: TupleEvidence.Facts) -> Beginning? {
        if facts.contains(.hostOpened) { return Beginning(.fromHost, by: .handshake) }
        if facts.contains(.originOpened) { return Beginning(.fromOrigin, by: .handshake) }
        let onlyAnswers = !facts.contains(.hostContact) || !facts.contains(.originSent)
        return facts.contains(.hostAnswered) && onlyAnswers ? Beginning(.fromOrigin, by: .handshake) : nil
    }

    /// Whether what the host sent, where the origin sent nothing, looks like an answer whose question took another way.
    private static func isAnswer(_ ports: TuplePorts, _ services: () -> ServiceSet?) -> Bool {
        guard ports.transport.hasPorts else { return false }
        let isTCPOrUDP = ports.transport == .tcp || ports.transport == .udp
        if isTCPOrUDP, ports.host < firstFreePort, ports.origin >= firstFreePort { return true }
        return services()?.contains(ports.transport, port: ports.host) ?? false
    }

    /// By a port that only callers have. ICMP and the like have none, so the origin began.
    @inline(__always)
    private static func byPorts(_ ports: TuplePorts, _ facts: TupleEvidence.Facts) -> Observation.Direction {
        let isCaller = ports.host >= firstCallerPort
        let isServer = ports.origin < firstCallerPort || facts.contains(.portNamed)
        return isCaller && isServer ? .fromHost : .fromOrigin
    }

    /// Which end one clock saw first; `nil` where it did not see both, or not clearly apart. That the host's is the first says nothing
    /// where the oldest hour has packets already: those before it were not looked at.
    @inline(__always)
    private static func earlierEnd(
        _ host: Int64, _ origin: Int64, _ reachesOldestHour: Bool
    ) -> Observation.Direction? {
        guard host != .max, origin != .max else { return nil }
        if clearlyBefore(origin, host) { return .fromOrigin }
        return clearlyBefore(host, origin) && !reachesOldestHour ? .fromHost : nil
    }

    @inline(__always)
    private static func clearlyBefore(_ time: Int64, _ other: Int64) -> Bool {
        let (gap, isTooLarge) = other.subtractingReportingOverflow(time)
        return isTooLarge ? time < other : gap > clockTolerance
    }

    /// Ports below are those of services that the system gives out (RFC 6335 section 6).
    private static let firstFreePort: UInt16 = 1_024
    /// Where callers' ports begin in practice.
    private static let firstCallerPort: UInt16 = 32_768
    /// In nanoseconds: packets of one sensor may be stamped this much out of order.
    static let clockTolerance: Int64 = 10_000

    /// Whether it is known that the origin opened a connection, and not only presumed.
    func opensConnection(_ transport: TransportProtocol) -> Bool {
        (rule == .statement || rule == .handshake) && (transport == .tcp || transport == .sctp)
    }
}

/// The protocol and the ports of a 5-tuple.
struct TuplePorts {
    let transport: TransportProtocol
    let host: UInt16
    let origin: UInt16

    @inline(__always)
    init(_ transport: TransportProtocol, _ host: UInt16, _ origin: UInt16) {
        (self.transport, self.host, self.origin) = (transport, host, origin)
    }

    /// As `FlowTuple.isOfFragments`.
    var areOfFragments: Bool {
        @inline(__always) get { (host | origin) == 0 && transport.hasPorts }
    }
}

extension FlowTuple {
    init(origin: IPAddress, host: IPAddress, _ ports: TuplePorts) {
        self.init(
            origin: origin, host: host, transport: ports.transport, hostPort: ports.host, originPort: ports.origin)
    }
}
