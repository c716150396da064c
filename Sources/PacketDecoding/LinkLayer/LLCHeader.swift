/// A logical link control header (IEEE 802.2): destination and source access point (1 byte each), control (1 or 2),
/// and for SNAP (RFC 1042) an organisation code (3) and a type (2).
enum LLCHeader {
    private static let snap: UInt8 = 0xAA
    private static let ip: UInt8 = 0x06
    private static let unnumberedInformation: UInt8 = 0x03

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(3, of: .llc)
        let start = window.start
        let destination = frame[start]
        guard frame[start + 2] == unnumberedInformation, destination == frame[start + 1] else {
            throw DecodingError(.llc, at: start, .unsupported(number: UInt32(destination)))
        }
        switch destination {
        case ip:
            window.advance(3)
            return .ipv4
        case snap:
            try window.require(8, of: .llc)
            let organisation = UInt32(frame[start + 3]) << 16 | UInt32(frame.number16(start + 4))
            // RFC 1042 encapsulated Ethernet, and IEEE 802.1H bridge-tunnel encapsulation.
            guard organisation == 0 || organisation == 0x0000F8 else {
                throw DecodingError(.llc, at: start, .unsupported(number: organisation))
            }
            window.advance(8)
            return .etherType(frame.number16(start + 6))
        default:
            throw DecodingError(.llc, at: start, .unsupported(number: UInt32(destination)))
        }
    }
}
