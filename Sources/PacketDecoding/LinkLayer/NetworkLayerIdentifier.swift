/// The number by which ISO tells network protocols apart (ISO/IEC TR 9577), the first byte of what they carry.
enum NetworkLayerIdentifier {
    static let snap: UInt8 = 0x80

    /// - Parameter header: the one before.
    static func next(
        _ frame: Span<UInt8>, _ window: inout Window, of header: HeaderKind
    ) throws(DecodingError) -> NextHeader {
        try window.require(1, of: header)
        let start = window.start
        let number = frame[start]
        window.advance(1)
        switch number {
        case 0xCC: return .ipv4
        case 0x8E: return .ipv6
        case 0xCF: return .ppp
        case 0x08: throw DecodingError(header, at: start, .notIP(.frameRelayStatus))
        case 0x81...0x83: throw DecodingError(header, at: start, .notIP(.osi))
        default: throw DecodingError(header, at: start, .unsupported(number: UInt32(number)))
        }
    }
}
