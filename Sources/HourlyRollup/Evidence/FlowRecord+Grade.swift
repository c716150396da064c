package import CensusModel
import NetworkTypes

extension FlowRecord {
    /// The end that began the flow.
    ///
    /// A host that only refused or answered began nothing. Else the TCP handshake tells, where it was seen from one
    /// side only; else the earliest packet; of equal times the higher port, and of equal ports the origin, so that in
    /// doubt nobody counts as affected.
    package var initiator: Observation.Direction {
        if fromHost.isRefusalOnly { return .fromOrigin }
        let hostOpened = fromHost.tcpFlags.contains(.synOnlyPacket) || fromOrigin.tcpFlags.contains(.synAckPacket)
        let originOpened = fromOrigin.tcpFlags.contains(.synOnlyPacket) || fromHost.tcpFlags.contains(.synAckPacket)
        if hostOpened != originOpened { return hostOpened ? .fromHost : .fromOrigin }
        return earliestSender
    }

    private var earliestSender: Observation.Direction {
        guard let host = fromHost.firstContact else { return .fromOrigin }
        guard let origin = fromOrigin.firstContact else { return .fromHost }
        if host != origin { return host < origin ? .fromHost : .fromOrigin }
        return key.hostPort > key.originPort ? .fromHost : .fromOrigin
    }

    /// What the flow alone is evidence for.
    package var grade: Grade {
        let payloadWentBothWays = fromHost.payloadBytes > 0 && fromOrigin.payloadBytes > 0
        switch initiator {
        case .fromOrigin: return payloadWentBothWays ? .intruded : .probed
        case .fromHost:
            if payloadWentBothWays { return .exchanged }
            return fromOrigin.firstContact == nil ? .attempted : .answered
        }
    }
}
