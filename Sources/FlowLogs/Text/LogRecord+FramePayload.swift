import NetworkTypes

/// The payload of records whose bytes are those of frames, as Suricata and argus count them.
extension LogRecord {
    /// Claims payload only where the largest headers, those of the link with two tags, and the padding of short frames cannot explain
    /// the bytes.
    mutating func claimPayloadOfFrames() {
        let explained: UInt64
        switch transport {
        case .tcp: explained = source.isIPv6 ? 122 : 102
        case .udp: explained = source.isIPv6 ? 70 : 68
        default: return
        }
        forward.claimPayload(beyond: explained)
        reverse?.claimPayload(beyond: explained)
    }
}

extension LogCounters {
    /// Claims as payload what so many bytes of each packet cannot explain.
    fileprivate mutating func claimPayload(beyond explained: UInt64) {
        guard let packets, let bytes else { return }
        let (all, isBeyond) = packets.multipliedReportingOverflow(by: explained)
        payloadBytes = isBeyond || all >= bytes ? 0 : bytes - all
    }
}
