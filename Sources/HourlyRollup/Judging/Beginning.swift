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
        self = Self.decided(tuple, window, services)
    }

    /// As the initialiser, for which what it is given would be copied.
    static func decided(_ tuple: FlowTuple, _ window: EvidenceWindow, _ services: () -> ServiceSet?) -> Beginning {
        let facts = window.merged.facts
        if !tuple.isOfFragments, let beginning = stated(tuple, window.merged) ?? seen(facts) {
            return beginning
        } else if !facts.contains(.hostContact) {
            return Beginning(.fromOrigin, by: .refusals)
        } else if !facts.contains(.originSent) {
            return Beginning(isAnswer(tuple, services) ? .fromOrigin : .fromHost, by: .silence)
        } else if tuple.transport == .tcp {
            return Beginning(byPorts(tuple, facts), by: .middle)
        } else {
            return timed(window) ?? Beginning(byPorts(tuple, facts), by: .doubt)
        }
    }

    /// Of statements that disagree the host's wins. Where none is made, an exporter that saw a SYN of both ends states that the
    /// earlier one began: the flags of a log are ORed, so a SYN does not tell whether it came with an ACK.
    private static func stated(_ tuple: FlowTuple, _ evidence: TupleEvidence) -> Beginning? {
        if evidence.facts.contains(.hostStated) { return Beginning(.fromHost, by: .statement) }
        if evidence.facts.contains(.originStated) { return Beginning(.fromOrigin, by: .statement) }
        guard tuple.transport == .tcp, !evidence.told.isEmpty else { return nil }
        let byExporter = evidence.told.compactMap(\.bySYN)
        return byExporter.first { $0 == .fromHost }.map { Beginning($0, by: .statement) }
            ?? byExporter.first.map { Beginning($0, by: .statement) }
    }

    /// An opening is never an answer, so the host's counts whatever the origin sent. An answer of the host speaks for the
    /// origin, but where the host sent more than refusals to an origin that sent something.
    private static func seen(_ facts: TupleEvidence.Facts) -> Beginning? {
        if facts.contains(.hostOpened) { return Beginning(.fromHost, by: .handshake) }
        if facts.contains(.originOpened) { return Beginning(.fromOrigin, by: .handshake) }
        let onlyAnswers = !facts.contains(.hostContact) || !facts.contains(.originSent)
        return facts.contains(.hostAnswered) && onlyAnswers ? Beginning(.fromOrigin, by: .handshake) : nil
    }

    /// Whether what the host sent, where the origin sent nothing, looks like an answer whose question took another way.
    private static func isAnswer(_ tuple: FlowTuple, _ services: () -> ServiceSet?) -> Bool {
        guard tuple.transport.hasPorts else { return false }
        let isTCPOrUDP = tuple.transport == .tcp || tuple.transport == .udp
        if isTCPOrUDP, tuple.hostPort < firstFreePort, tuple.originPort >= firstFreePort { return true }
        return services()?.contains(tuple.transport, port: tuple.hostPort) ?? false
    }

    /// By a port that only callers have. ICMP and the like have none, so the origin began.
    private static func byPorts(_ tuple: FlowTuple, _ facts: TupleEvidence.Facts) -> Observation.Direction {
        let isCaller = tuple.hostPort >= firstCallerPort
        let isServer = tuple.originPort < firstCallerPort || facts.contains(.portNamed)
        return isCaller && isServer ? .fromHost : .fromOrigin
    }

    /// By the first packets, where they are clearly apart. That the host's is the first says nothing where the oldest hour has
    /// packets already: those before it were not looked at.
    ///
    /// Packets are asked first, then the exporters of flow logs, each by its own clock; of these an origin's earlier time
    /// counts more than a host's.
    private static func timed(_ window: EvidenceWindow) -> Beginning? {
        let merged = window.merged
        var initiator = earlierEnd(merged.hostFirst, merged.originFirst, window)
        if initiator == nil, !merged.told.isEmpty {
            let byExporter = merged.told.compactMap { earlierEnd($0.hostFirst, $0.originFirst, window) }
            initiator = byExporter.first { $0 == .fromOrigin } ?? byExporter.first
        }
        return initiator.map { Beginning($0, by: .time) }
    }

    /// Which end one clock saw first; `nil` where it did not see both, or not clearly apart.
    private static func earlierEnd(
        _ host: Int64, _ origin: Int64, _ window: EvidenceWindow
    ) -> Observation.Direction? {
        guard host != .max, origin != .max else { return nil }
        if clearlyBefore(origin, host) { return .fromOrigin }
        return clearlyBefore(host, origin) && !window.reachesOldestHour ? .fromHost : nil
    }

    private static func clearlyBefore(_ time: Int64, _ other: Int64) -> Bool {
        let (gap, isTooLarge) = other.subtractingReportingOverflow(time)
        return isTooLarge ? time < other : gap > clockTolerance
    }

    /// Ports below are those of services that the system gives out (RFC 6335 section 6).
    private static let firstFreePort: UInt16 = 1_024
    /// Where callers' ports begin in practice.
    private static let firstCallerPort: UInt16 = 32_768
    /// In nanoseconds: packets of one sensor may be stamped this much out of order.
    private static let clockTolerance: Int64 = 10_000

    /// Whether it is known that the origin opened a connection, and not only presumed.
    func opensConnection(_ transport: TransportProtocol) -> Bool {
        (rule == .statement || rule == .handshake) && (transport == .tcp || transport == .sctp)
    }
}
