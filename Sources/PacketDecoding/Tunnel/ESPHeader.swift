import NetworkTypes

/// The Encapsulating Security Payload (RFC 4303), whose content is not readable, in UDP (RFC 3948 section 2): security
/// parameters index (4 bytes), which is not 0, and the rest. Four zeros stand before what the ends negotiate, and one byte of
/// ones alone keeps a mapping of addresses alive.
enum ESPHeader {
    static let number: UInt8 = 50
    private static let (indexLength, keepAlive): (Int, UInt8) = (4, 0xFF)

    /// Why a datagram of the tunnel is not followed.
    static func refusalInUDP(_ frame: Span<UInt8>, _ window: Window) throws(DecodingError) -> DecodingError {
        let start = window.start
        if window.stated == 1, window.present == 1, frame[start] == keepAlive {
            return DecodingError(.ipProtocol, at: start, .notIP(.tunnelControl))
        }
        try window.require(indexLength, of: .ipProtocol)
        let isNegotiation = frame.number32(start) == 0
        return DecodingError(
            .ipProtocol, at: start, isNegotiation ? .notIP(.tunnelControl) : .unsupported(number: UInt32(number)))
    }
}
