import NetworkTypes

/// The protocols of export datagrams, told by the version that each begins with.
package enum ExportKind: UInt8, Hashable, Sendable {
    case netFlowV5 = 5
    case netFlowV9 = 9
    case ipfix = 10
    /// sFlow version 5, whose version takes 32 bits.
    case sFlow = 1

    /// The protocol of a datagram; `nil` where it begins like none that is decoded.
    package init?(_ datagram: Span<UInt8>) {
        guard datagram.count >= 4 else { return nil }
        switch (datagram.number16(0), datagram.number16(2)) {
        case (5, _): self = .netFlowV5
        case (9, _): self = .netFlowV9
        case (10, _): self = .ipfix
        case (0, 5): self = .sFlow
        default: return nil
        }
    }
}
