import NetworkTypes

/// The flow logs that a simulation can be written as, in place of packets.
package enum SimulatedLog: String, CaseIterable, Sendable {
    /// Datagrams of NetFlow v9, in a capture of export traffic.
    case netflow9
    /// An IPFIX file.
    case ipfix
    /// A file of layout 2, not packed.
    case nfcapd
    /// Zeek's conn.log.
    case zeek

    /// How a file is named, without and with the date of its traffic.
    func name(_ date: String) -> String {
        switch self {
        case .netflow9: "capture\(date).pcap"
        case .ipfix: "flows\(date).ipfix"
        case .nfcapd: "flows\(date).nfcapd"
        case .zeek: "conn\(date).log"
        }
    }

    /// Whether it states payload; else so much is payload as headers cannot explain.
    private var statesPayload: Bool { self == .zeek }

    /// What a script is evidence for, as far as the log states it.
    func outcome(of script: PacketScript) -> Outcome {
        guard !statesPayload else { return script.outcome }
        let isByHost = claimsPayload(of: script.steps.filter(\.isFromHost))
        let isByOrigin = claimsPayload(of: script.steps.filter { !$0.isFromHost })
        switch script.outcome {
        case .exchanged: return isByHost && isByOrigin ? .exchanged : .answered
        case .intruded: return isByHost && isByOrigin ? .intruded : isByHost ? .served : .probed
        case .served: return isByHost ? .served : .probed
        default: return script.outcome
        }
    }

    /// Of TCP a packet may have 80 bytes of headers, 40 more than those of a simulation have.
    private func claimsPayload(of steps: [PacketScript.Step]) -> Bool {
        let payload = steps.reduce(0) { $0 + $1.kind.payloadLength }
        guard steps.contains(where: { $0.kind.transport == .tcp }) else { return payload > 0 }
        return payload > 40 * steps.count
    }
}
