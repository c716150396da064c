import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport

/// Section 3 of the design, and what section 4 says of statements, times and several exporters, sentence by sentence: all that
/// packets and records tell is in memory, and each question is asked of all that it is about.
struct LoggedReferenceJudge {
    typealias Verdict = ReferenceJudge.Verdict

    /// What a packet or a record tells of one end.
    private struct Telling {
        let tuple: FlowTuple
        let hour: Hour
        let attribution: Attribution
        let isFromHost: Bool
        /// `nil` of packets.
        let exporter: Exporter?
        let packets: UInt64
        let payload: UInt64
        let refusals: UInt64
        /// `nil` where nothing was seen of the end.
        let first: Int64?
        let opens: Bool
        /// What a host's answer is, and an origin's.
        let answers: (host: Bool, origin: Bool)
        let states: Bool
        let hasSYN: Bool

        var isSent: Bool { first != nil }
    }

    var services: ServiceSet?
    var seesOneWay = false
    private let byTuple: [FlowTuple: [Telling]]

    init(_ traffic: LoggedTraffic, services: ServiceSet? = nil, seesOneWay: Bool = false) {
        (self.services, self.seesOneWay) = (services, seesOneWay)
        let packets = traffic.packets.map { packet in
            Telling(
                tuple: packet.tuple, hour: Hour(containing: packet.time),
                attribution: LoggedTraffic.attributions[Int(packet.attribution.rawValue)],
                isFromHost: packet.isFromHost, exporter: nil, packets: 1, payload: UInt64(packet.payloadLength),
                refusals: packet.isRefusal ? 1 : 0, first: packet.time.nanoseconds, opens: packet.isOpening,
                answers: (
                    packet.isAnswerToOpening && (packet.transport != .tcp || packet.payloadLength == 0),
                    packet.isAnswerToOpening
                ), states: false, hasSYN: false)
        }
        let records = traffic.records.map { record in
            let (counters, roles) = (record.counters, record.counters.roles)
            return Telling(
                tuple: FlowTuple(
                    origin: record.origin, host: record.host, transport: record.transport, hostPort: record.hostPort,
                    originPort: record.originPort), hour: record.hour,
                attribution: LoggedTraffic.attributions[Int(record.attribution.rawValue)],
                isFromHost: record.direction == .fromHost, exporter: record.exporter, packets: counters.packets,
                payload: counters.payloadBytes, refusals: counters.refusals, first: counters.first?.nanoseconds,
                opens: roles.contains(.opening), answers: (roles.contains(.answer), roles.contains(.answer)),
                states: roles.contains(.statement), hasSYN: counters.tcpFlags.rawValue & 0x302 == 2)
        }
        byTuple = Dictionary(grouping: packets + records, by: \.tuple)
    }

    /// The verdict on every flow.
    func verdicts() -> [FlowKey: Verdict] {
        var verdicts: [FlowKey: Verdict] = [:]
        for (tuple, all) in byTuple {
            let flows = Dictionary(grouping: all) { telling in
                FlowKey(
                    hour: telling.hour, origin: tuple.origin, host: tuple.host, transport: tuple.transport,
                    hostPort: tuple.hostPort, originPort: tuple.originPort,
                    threatClass: telling.attribution.threatClass)
            }
            for (key, own) in flows { verdicts[key] = verdict(key, own) }
        }
        return verdicts
    }

    /// The payload that the exporter tells of an end that saw most packets of it; `nil` where nobody saw any of it.
    private func payload(_ isFromHost: Bool, _ own: [Telling]) -> UInt64? {
        let seen = own.filter { $0.isFromHost == isFromHost && $0.isSent }
        let byExporter = Dictionary(grouping: seen) { $0.exporter ?? .packets }
        let first = byExporter.sorted { left, right in
            let (mine, others) = (left.value.reduce(0) { $0 + $1.packets }, right.value.reduce(0) { $0 + $1.packets })
            return mine != others ? mine > others : left.key < right.key
        }.first
        return first?.value.reduce(0) { $0 + $1.payload }
    }

    private func verdict(_ key: FlowKey, _ own: [Telling]) -> Verdict {
        let (hostBegan, rule) = beginning(of: key.tuple, in: key.hour)
        let verdict = { (grade: Grade) in Verdict(hostBegan: hostBegan, grade: grade, rule: rule) }
        let received = payload(false, own)
        guard let sent = payload(true, own) else {
            let isAnswered = window(key.tuple, key.hour).contains { !$0.isFromHost && $0.answers.origin }
            return seesOneWay && isAnswered ? Verdict(hostBegan: true, grade: .answered, rule: rule) : verdict(.probed)
        }
        let bothWays = sent > 0 && received ?? 0 > 0
        if hostBegan { return verdict(bothWays ? .exchanged : received == nil ? .attempted : .answered) }
        let isConnection = [.tcp, .sctp].contains(key.transport) && rule <= 2
        if bothWays, isConnection, isBackDoor(key) { return verdict(.intruded) }
        return verdict(sent > 0 ? .served : .probed)
    }

    private func isBackDoor(_ key: FlowKey) -> Bool {
        if key.threatClass == .backdoor { return true }
        return services.map { !$0.contains(key.transport, port: key.hostPort) } ?? false
    }

    private func window(_ tuple: FlowTuple, _ hour: Hour) -> [Telling] {
        (byTuple[tuple] ?? []).filter { (hour.index - 3...hour.index).contains($0.hour.index) }
    }

    private func beginning(of tuple: FlowTuple, in hour: Hour) -> (hostBegan: Bool, rule: Int) {
        let all = window(tuple, hour)
        if [TransportProtocol.tcp, .udp, .sctp, .dccp, .udpLite].contains(tuple.transport), tuple.hostPort == 0,
            tuple.originPort == 0
        {
            return fragments(tuple, hour, all) ?? laterRules(tuple, hour, all)
        }
        return statement(tuple, all).map { ($0, 1) } ?? handshake(all).map { ($0, 2) } ?? laterRules(tuple, hour, all)
    }

    /// Rule 1.
    private func statement(_ tuple: FlowTuple, _ all: [Telling]) -> Bool? {
        if all.contains(where: { $0.states && $0.isFromHost }) { return true }
        if all.contains(where: { $0.states }) { return false }
        guard tuple.transport == .tcp else { return nil }
        let bySYN = byExporter(all).compactMap { told -> Bool? in
            let (host, origin) = (told.filter(\.isFromHost), told.filter { !$0.isFromHost })
            guard host.contains(where: \.hasSYN), origin.contains(where: \.hasSYN),
                let first = host.compactMap(\.first).min(), let other = origin.compactMap(\.first).min(),
                first != other
            else { return nil }
            return first < other
        }
        return bySYN.isEmpty ? nil : bySYN.contains(true)
    }

    /// What each flow log tells, packets left aside.
    private func byExporter(_ all: [Telling]) -> [[Telling]] {
        Array(Dictionary(grouping: all.filter { $0.exporter != nil }, by: \.exporter).values)
    }

    /// Rule 2.
    private func handshake(_ all: [Telling]) -> Bool? {
        let (host, origin) = (all.filter(\.isFromHost), all.filter { !$0.isFromHost })
        if host.contains(where: \.opens) { return true }
        if origin.contains(where: \.opens) { return false }
        guard host.contains(where: \.answers.host) else { return nil }
        return !sentMoreThanRefusals(host) || !origin.contains(where: \.isSent) ? false : nil
    }

    /// Of what one exporter tells of a flow the sums are known.
    private func sentMoreThanRefusals(_ host: [Telling]) -> Bool {
        struct Teller: Hashable {
            let exporter: Exporter?
            let hour: Hour
            let threatClass: ThreatClass
        }
        let flows = Dictionary(grouping: host.filter(\.isSent)) {
            Teller(exporter: $0.exporter, hour: $0.hour, threatClass: $0.attribution.threatClass)
        }
        return flows.values.contains { flow in
            let (packets, refusals) = (flow.reduce(0) { $0 + $1.packets }, flow.reduce(0) { $0 + $1.refusals })
            return packets == 0 || refusals < packets
        }
    }

    /// Rules 3 to 7.
    private func laterRules(_ tuple: FlowTuple, _ hour: Hour, _ all: [Telling]) -> (hostBegan: Bool, rule: Int) {
        let (host, origin) = (all.filter(\.isFromHost), all.filter { !$0.isFromHost && $0.isSent })
        guard sentMoreThanRefusals(host) else { return (false, 3) }
        let isNamed = all.contains(where: \.attribution.matchesPort)
        let portsSayHost = tuple.hostPort >= 32_768 && (tuple.originPort < 32_768 || isNamed)
        if origin.isEmpty {
            let low = [.tcp, .udp].contains(tuple.transport) && tuple.hostPort < 1_024 && tuple.originPort >= 1_024
            return (!low && services?.contains(tuple.transport, port: tuple.hostPort) != true, 5)
        }
        if tuple.transport == .tcp { return (portsSayHost, 4) }
        let isOld = all.contains { $0.hour.index == hour.index - 3 }
        if let byPackets = time(all.filter { $0.exporter == nil }, isOld) { return (byPackets, 6) }
        let told = byExporter(all).compactMap { time($0, isOld) }
        return told.isEmpty ? (portsSayHost, 7) : (!told.contains(false), 6)
    }

    /// Rule 6, of one clock.
    private func time(_ all: [Telling], _ isOld: Bool) -> Bool? {
        guard let first = all.filter(\.isFromHost).compactMap(\.first).min(),
            let other = all.filter({ !$0.isFromHost }).compactMap(\.first).min()
        else { return nil }
        if other + 10_000 < first { return false }
        return first + 10_000 < other && !isOld ? true : nil
    }

    /// What the flows with ports between the same ends say of fragments; `nil` where there are none.
    private func fragments(_ tuple: FlowTuple, _ hour: Hour, _ all: [Telling]) -> (hostBegan: Bool, rule: Int)? {
        let senders = Set(all.filter(\.isSent).map(\.isFromHost))
        let others = byTuple.keys.filter { other in
            other != tuple && other.host == tuple.host && other.origin == tuple.origin
                && other.transport == tuple.transport
                && window(other, hour).contains { senders.contains($0.isFromHost) && $0.payload > 0 }
        }
        guard !others.isEmpty else { return nil }
        return (others.contains { beginning(of: $0, in: hour).hostBegan }, 8)
    }
}
