import NetworkTypes

/// A packet that Linux's netfilter logged (LINKTYPE_NFLOG): address family (1 byte), version (1), resource (2), then
/// attributes, each of which is its length (2), its type (2) and its value, padded to 4 bytes. The packet is one of them.
///
/// Lengths and types are in the order of the host that captured, which the first attribute shows.
enum NFLOGHeader {
    private static let length = 4
    private static let payload: UInt16 = 9
    /// How many attributes are looked at.
    private static let maximumAttributes = 64

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .nflog)
        guard frame[window.start + 1] == 0 else {
            throw DecodingError(.nflog, at: window.start, .malformed(field: .version))
        }
        window.advance(length)
        try window.require(4, of: .nflog)
        // An attribute is far shorter than 64 KiB, and types are small: the smaller number is the length.
        let first = frame.number16(window.start)
        let isSwapped = first.byteSwapped < first
        for _ in 0..<maximumAttributes {
            try window.require(4, of: .nflog)
            let (length, type) = (number(frame, window.start, isSwapped), number(frame, window.start + 2, isSwapped))
            guard length >= 4 else { throw DecodingError(.nflog, at: window.start, .malformed(field: .length)) }
            if type == payload {
                window.tighten(Int(length))
                window.advance(4)
                return .ip
            }
            window.advance((Int(length) + 3) & ~3)
        }
        throw DecodingError(.nflog, at: window.start, .malformed(field: .depth))
    }

    private static func number(_ frame: Span<UInt8>, _ offset: Int, _ isSwapped: Bool) -> UInt16 {
        let number = frame.number16(offset)
        return isSwapped ? number.byteSwapped : number
    }
}
