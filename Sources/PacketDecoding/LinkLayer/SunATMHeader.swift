/// What Solaris captured of ATM (LINKTYPE_SUNATM): direction and kind of traffic (1 byte), virtual path (1), virtual
/// circuit (2), then an AAL5 packet: behind LLC (RFC 2684), or a frame of LAN emulation behind two bytes.
enum SunATMHeader {
    private static let length = 4

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .sunATM)
        let (lanEmulation, llc): (UInt8, UInt8) = (1, 2)
        let kind = frame[window.start] & 0x0F
        let start = window.start
        window.advance(length)
        switch kind {
        case llc: return .llc
        case lanEmulation:
            window.advance(2)
            return .ethernet
        default: throw DecodingError(.sunATM, at: start, .unsupported(number: UInt32(kind)))
        }
    }
}
