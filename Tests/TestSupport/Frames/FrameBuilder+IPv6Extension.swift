package import NetworkTypes
package import TrafficSimulation

/// An extension header by its protocol number.
package enum ExtensionHeader: UInt8, CaseIterable {
    case hopByHopOptions = 0
    case routing = 43
    case fragment = 44
    case authentication = 51
    case destinationOptions = 60
    case mobility = 135
    case hostIdentity = 139
    case shim6 = 140

    /// The header in front of `next`: 16 bytes, but for Fragment, which has 8.
    package func bytes(next: UInt8) -> [UInt8] {
        switch self {
        case .fragment: [next, 0, 0, 0, 0, 0, 0, 1]
        case .authentication: [next, 2] + [UInt8](repeating: 0xA5, count: 14)
        default: [next, 1] + [UInt8](repeating: 0, count: 14)
        }
    }
}

extension FrameBuilder {
    /// An IPv6 packet from the host to the origin with extension headers in the order given.
    package static func ipv6(
        _ extensions: [ExtensionHeader], _ transport: TransportProtocol, _ payload: [UInt8]
    ) -> [UInt8] {
        var next = transport.rawValue
        var content = payload
        for header in extensions.reversed() {
            content = header.bytes(next: next) + content
            next = header.rawValue
        }
        return Specimen.ipv6(TransportProtocol(rawValue: next), content)
    }

    /// A Fragment header.
    /// - Parameter offset: in units of 8 bytes.
    package static func fragment(offset: UInt16, more: Bool, next: TransportProtocol, _ payload: [UInt8]) -> [UInt8] {
        var header = WireBytes([next.rawValue, 0])
        header.append16(offset << 3 | (more ? 1 : 0))
        header.append32(1)
        header.append(payload)
        return header.bytes
    }
}
