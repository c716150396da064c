/// A tunnel in UDP, told by its registered port.
///
/// Most of them are sent to that port from ports drawn to spread load, and so are known by the destination alone. Some have
/// one end that answers from its registered port to whatever port the other end has; they are known by either port.
@usableFromInline
enum DatagramTunnel {
    case l2tp
    case gtpu
    case gtp0
    case teredo
    case esp
    case lisp
    case gre
    case vxlan
    case vxlanGPE
    case ayiya
    case capwap
    case gue
    case geneve
    case mpls
    case tzsp

    // All ports but one lie in a range, outside of which nothing needs to be compared.
    @inlinable static var lowestPort: UInt32 { 1_701 }
    @inlinable static var portSpan: UInt32 { 8_472 - 1_701 }
    @inlinable static var highestPort: UInt32 { 37_008 }
    /// As `portSpan`, of the ports that are recognised by the source too.
    @inlinable static var answeringPortSpan: UInt32 { 5_247 - 1_701 }

    /// For each number of six bits, whether a tunnel's port ends in it.
    @inlinable static var lastBits: UInt64 {
        bit(1_701) | bit(2_152) | bit(3_386) | bit(3_544) | bit(4_341) | bit(4_500) | bit(4_754) | bit(4_789)
            | bit(4_790) | bit(5_072) | bit(5_247) | bit(6_080) | bit(6_081) | bit(6_635) | bit(8_472) | bit(37_008)
    }

    /// As `lastBits`, of the ports that are recognised by the source too.
    @inlinable static var answeringLastBits: UInt64 { bit(1_701) | bit(3_544) | bit(4_500) | bit(5_072) | bit(5_247) }

    @inlinable @inline(__always)
    static func bit(_ port: UInt64) -> UInt64 { 1 << (port & 63) }

    @usableFromInline
    static func isNamed(source: UInt16, destination: UInt16) -> Bool {
        Self(source: source, destination: destination) != nil
    }

    init?(source: UInt16, destination: UInt16) {
        guard let tunnel = Self(to: destination) ?? Self(from: source) else { return nil }
        self = tunnel
    }

    private init?(to port: UInt16) {
        switch port {
        case 1_701: self = .l2tp
        case 2_152: self = .gtpu
        case 3_386: self = .gtp0
        case 3_544: self = .teredo
        case 4_341: self = .lisp
        case 4_500: self = .esp
        case 4_754: self = .gre
        // 8472 is what Linux used before a port was registered, and overlays of containers still do.
        case 4_789, 8_472: self = .vxlan
        case 4_790: self = .vxlanGPE
        case 5_072: self = .ayiya
        case 5_247: self = .capwap
        case 6_080: self = .gue
        case 6_081: self = .geneve
        case 6_635: self = .mpls
        case 37_008: self = .tzsp
        default: return nil
        }
    }

    /// Of the tunnels with an end that answers from its registered port.
    private init?(from port: UInt16) {
        switch port {
        case 1_701: self = .l2tp
        case 3_544: self = .teredo
        case 4_500: self = .esp
        case 5_072: self = .ayiya
        case 5_247: self = .capwap
        default: return nil
        }
    }

    /// What the datagram carries, from behind its UDP header on.
    func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader? {
        switch self {
        case .l2tp: return try L2TPHeader.nextInUDP(frame, &window)
        case .gtpu: return try GTPUHeader.next(frame, &window)
        case .gtp0: return try GTP0Header.next(frame, &window)
        case .teredo: return try TeredoHeader.next(frame, &window)
        case .esp: throw try ESPHeader.refusalInUDP(frame, window)
        case .lisp: return try LISPHeader.next(frame, &window)
        case .gre: return .gre
        case .vxlan: return try VXLANHeader.next(frame, &window)
        case .vxlanGPE: return try VXLANHeader.nextOfGenericExtension(frame, &window)
        case .ayiya: return try AYIYAHeader.next(frame, &window)
        case .capwap: return try CAPWAPHeader.next(frame, &window)
        case .gue: return try GUEHeader.next(frame, &window)
        case .geneve: return try GENEVEHeader.next(frame, &window)
        case .mpls: return .mpls
        case .tzsp: return try TZSPHeader.next(frame, &window)
        }
    }
}
