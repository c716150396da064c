import NetworkTypes

/// What OpenBSD's packet filter logged (LINKTYPE_PFLOG): length of the header without its padding to 4 bytes (1 byte),
/// address family (1), action (1), reason (1), and more about the rule.
enum PFLOGHeader {
    /// Up to the direction, which every version of the header has.
    private static let minimumLength = 45

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(2, of: .pflog)
        let start = window.start
        let length = Int(frame[start])
        guard length >= minimumLength else { throw DecodingError(.pflog, at: start, .malformed(field: .length)) }
        let padded = (length + 3) & ~3
        try window.require(padded, of: .pflog)
        guard let next = AddressFamily.next(UInt32(frame[start + 1])) else {
            throw DecodingError(.pflog, at: start, .unsupported(number: UInt32(frame[start + 1])))
        }
        window.advance(padded)
        return next
    }
}

/// What OpenBSD's IPsec saw (LINKTYPE_ENC): address family (4 bytes, in the capturing host's order), security parameter
/// index (4), flags (4).
enum ENCHeader {
    private static let length = 12

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .enc)
        let start = window.start
        let family = min(frame.number32(start), frame.number32(start).byteSwapped)
        guard let next = AddressFamily.next(family) else {
            throw DecodingError(.enc, at: start, .unsupported(number: family))
        }
        window.advance(length)
        return next
    }
}
