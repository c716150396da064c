/// The version in an IP header's first four bits, where nothing before says which version follows.
enum IPVersion {
    static func next(_ frame: Span<UInt8>, _ window: Window) throws(DecodingError) -> NextHeader {
        try window.require(1, of: .ip)
        switch frame[window.start] >> 4 {
        case 4: return .ipv4
        case 6: return .ipv6
        default: throw DecodingError(.ip, at: window.start, .malformed(field: .version))
        }
    }
}
