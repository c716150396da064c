import NetworkTypes

/// A tag of fixed length behind an EtherType, that ends in the EtherType of what follows.
enum FixedLengthTag: Equatable {
    /// Cisco's VN-Tag: direction, pointer, destination, looped, version, source (4 bytes).
    case vnTag
    /// The E-Tag (IEEE 802.1BR section 7.5): priority, ingress and egress channel (6 bytes).
    case eTag
    /// Marvell's extended switch tag: reserved (2 bytes), and the tag itself (4).
    case extendedDSA
    /// The tag of High-availability Seamless Redundancy (IEC 62439-3): path and size (2 bytes), sequence number (2).
    case hsr
    /// The R-TAG (IEEE 802.1CB section 7.8): reserved (2 bytes), sequence number (2).
    case redundancy
    /// Cisco's TTag: a time of 6 bytes.
    case time

    /// Bytes before the type at the end.
    private var length: Int {
        switch self {
        case .vnTag, .hsr, .redundancy: 4
        case .eTag, .extendedDSA, .time: 6
        }
    }

    private var kind: HeaderKind {
        switch self {
        case .vnTag: .vnTag
        case .eTag: .eTag
        case .extendedDSA: .dsa
        case .hsr: .hsr
        case .redundancy: .redundancyTag
        case .time: .timeTag
        }
    }

    func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length + 2, of: kind)
        let field = frame.number16(window.start + length)
        window.advance(length + 2)
        return EtherType.typeOrLength(field, &window)
    }
}
