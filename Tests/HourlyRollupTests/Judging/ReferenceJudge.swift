import CensusModel
import HourlyRollup
import NetworkTypes

/// Section 3 of the design, sentence by sentence: all packets are in memory, and each question is asked of all that it is about.
///
/// Nothing here is shared with the code under test: no counters, no merged evidence, no order of flows.
struct ReferenceJudge {
    struct Verdict: Equatable {
        let hostBegan: Bool
        let grade: Grade
        /// 1 to 7; 8 for fragments that took the beginner of other flows.
        let rule: Int
    }

    let packets: [Observation]
    let attributions: [Attribution]
    var services: ServiceSet?
    var seesOneWay = false
    private let byTuple: [FlowTuple: [Observation]]
    /// The 5-tuples of each host with each origin.
    private let byEnds: [[IPAddress]: [FlowTuple]]

    init(
        _ packets: [Observation], _ attributions: [Attribution], services: ServiceSet? = nil, seesOneWay: Bool = false
    ) {
        (self.packets, self.attributions) = (packets, attributions)
        (self.services, self.seesOneWay) = (services, seesOneWay)
        byTuple = Dictionary(grouping: packets, by: \.tuple)
        byEnds = Dictionary(grouping: byTuple.keys) { [$0.host, $0.origin] }
    }

    /// The verdict on every flow.
    func verdicts() -> [FlowKey: Verdict] {
        let flows = Dictionary(grouping: packets) { packet in
            FlowKey(
                hour: Hour(containing: packet.time), origin: packet.origin, host: packet.host,
                transport: packet.transport, hostPort: packet.hostPort, originPort: packet.originPort,
                threatClass: attributions[Int(packet.attribution.rawValue)].threatClass)
        }
        return Dictionary(uniqueKeysWithValues: flows.map { ($0, verdict($0, $1)) })
    }

    /// - Parameter own: the packets of the flow in its own hour.
    private func verdict(_ key: FlowKey, _ own: [Observation]) -> Verdict {
        let (hostBegan, rule) = beginning(of: key.tuple, in: key.hour)
        let (sent, received) = (own.filter(\.isFromHost), own.filter { !$0.isFromHost })
        let grade: Grade
        let bothWays = sent.contains { $0.payloadLength > 0 } && received.contains { $0.payloadLength > 0 }
        if sent.isEmpty {
            let answered = window(key.tuple, key.hour).contains { !$0.isFromHost && $0.isAnswerToOpening }
            if seesOneWay, answered { return Verdict(hostBegan: true, grade: .answered, rule: rule) }
            grade = .probed
        } else if hostBegan {
            grade = bothWays ? .exchanged : received.isEmpty ? .attempted : .answered
        } else if bothWays, rule <= 2, [.tcp, .sctp].contains(key.transport), isBackDoor(key) {
            grade = .intruded
        } else {
            grade = sent.contains { $0.payloadLength > 0 } ? .served : .probed
        }
        return Verdict(hostBegan: hostBegan, grade: grade, rule: rule)
    }

    private func isBackDoor(_ key: FlowKey) -> Bool {
        if key.threatClass == .backdoor { return true }
        guard let services else { return false }
        return !services.contains(key.transport, port: key.hostPort)
    }

    /// What a 5-tuple showed in an hour and the three before it, whatever its class.
    private func window(_ tuple: FlowTuple, _ hour: Hour) -> [Observation] {
        (byTuple[tuple] ?? []).filter {
            (hour.index - 3...hour.index).contains(Hour(containing: $0.time).index)
        }
    }

    private func beginning(of tuple: FlowTuple, in hour: Hour) -> (hostBegan: Bool, rule: Int) {
        let all = window(tuple, hour)
        let hasPorts = [TransportProtocol.tcp, .udp, .sctp, .dccp, .udpLite].contains(tuple.transport)
        if hasPorts, tuple.hostPort == 0, tuple.originPort == 0 {
            return fragments(tuple, hour, all) ?? laterRules(tuple, hour, all)
        }
        return handshake(all).map { ($0, 2) } ?? laterRules(tuple, hour, all)
    }

    /// Rule 2.
    private func handshake(_ all: [Observation]) -> Bool? {
        let (host, origin) = (all.filter(\.isFromHost), all.filter { !$0.isFromHost })
        if host.contains(where: \.isOpening) { return true }
        if origin.contains(where: \.isOpening) { return false }
        guard host.contains(where: { $0.isAnswerToOpening && ($0.transport != .tcp || $0.payloadLength == 0) }) else {
            return nil
        }
        return host.allSatisfy(\.isRefusal) || origin.isEmpty ? false : nil
    }

    /// Rules 3 to 7.
    private func laterRules(_ tuple: FlowTuple, _ hour: Hour, _ all: [Observation]) -> (hostBegan: Bool, rule: Int) {
        let (host, origin) = (all.filter(\.isFromHost), all.filter { !$0.isFromHost })
        guard host.contains(where: { !$0.isRefusal }) else { return (false, 3) }
        let named = all.contains { attributions[Int($0.attribution.rawValue)].matchesPort }
        let portsSayHost = tuple.hostPort >= 32_768 && (tuple.originPort < 32_768 || named)
        if tuple.transport == .tcp, !origin.isEmpty { return (portsSayHost, 4) }
        if origin.isEmpty {
            let low = [.tcp, .udp].contains(tuple.transport) && tuple.hostPort < 1_024 && tuple.originPort >= 1_024
            return (!low && services?.contains(tuple.transport, port: tuple.hostPort) != true, 5)
        }
        if let first = host.map(\.time.nanoseconds).min(), let other = origin.map(\.time.nanoseconds).min() {
            if other + 10_000 < first { return (false, 6) }
            let isOld = all.contains { Hour(containing: $0.time).index == hour.index - 3 }
            if first + 10_000 < other, !isOld { return (true, 6) }
        }
        return (portsSayHost, 7)
    }

    /// What the flows with ports between the same ends say of fragments; `nil` where there are none.
    private func fragments(_ tuple: FlowTuple, _ hour: Hour, _ all: [Observation]) -> (hostBegan: Bool, rule: Int)? {
        let senders = Set(all.map(\.direction))
        let others = (byEnds[[tuple.host, tuple.origin]] ?? []).filter { other in
            other != tuple && other.transport == tuple.transport
                && window(other, hour).contains { senders.contains($0.direction) && $0.payloadLength > 0 }
        }
        guard !others.isEmpty else { return nil }
        return (others.contains { beginning(of: $0, in: hour).hostBegan }, 8)
    }
}

extension Observation {
    var tuple: FlowTuple {
        FlowTuple(
            origin: origin, host: host, transport: transport, hostPort: hostPort, originPort: originPort)
    }

    var isFromHost: Bool { direction == .fromHost }
    private var syn: Bool { tcpFlags.rawValue & 2 != 0 }
    private var ack: Bool { tcpFlags.rawValue & 16 != 0 }

    var isOpening: Bool { transport == .tcp ? syn && !ack : roles.contains(.opening) }
    /// A SYN with ACK, whatever is behind it, an ICMP reply, an INIT-ACK.
    var isAnswerToOpening: Bool { transport == .tcp ? syn && ack : roles.contains(.answer) }
    var isRefusal: Bool {
        guard transport == .tcp else { return roles.contains(.refusal) }
        return payloadLength == 0 && (tcpFlags.rawValue & 4 != 0 || syn && ack)
    }
}
