import NetworkTypes

/// The indicators before an IPv6 packet in Teredo (RFC 4380 section 5.1.1).
///
/// Authentication: 0x0001 (2 bytes), lengths of identifier and value (1 each), both, nonce (8), confirmation (1).
/// Origin: 0x0000 (2 bytes), port (2), address (4).
enum TeredoHeader {
    private static let authenticationIndicator: UInt16 = 0x0001
    private static let originIndicator: UInt16 = 0x0000

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(2, of: .teredo)
        if frame.number16(window.start) == authenticationIndicator {
            try window.require(4, of: .teredo)
            let lengths = Int(frame[window.start + 2]) + Int(frame[window.start + 3])
            window.advance(4 + lengths + 9)
            try window.require(2, of: .teredo)
        }
        if frame.number16(window.start) == originIndicator {
            window.advance(8)
        }
        return .ipv6
    }
}
