import NetworkTypes

/// A header of the Layer Two Tunneling Protocol.
///
/// Version 2 (RFC 2661 section 3.1): flags and version (2 bytes), as the flags say length (2), tunnel (2), session (2),
/// as they say sequence numbers (4), and the length of padding (2) and that padding; PPP follows.
///
/// Version 3 (RFC 3931 section 4.1): in UDP flags and version (2) and reserved (2), then session (4), cookie and sublayer
/// of lengths that only the tunnel's ends know. So what follows is recognised by what it looks like.
enum L2TPHeader {
    private enum Flag {
        static let control: UInt16 = 0x8000
        static let length: UInt16 = 0x4000
        static let sequence: UInt16 = 0x0800
        static let offset: UInt16 = 0x0200
    }

    static func nextInUDP(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(2, of: .l2tp)
        let start = window.start
        let flags = frame.number16(start)
        let version = flags & 0x000F
        guard version == 2 || version == 3 else { throw DecodingError(.l2tp, at: start, .malformed(field: .version)) }
        guard flags & Flag.control == 0 else { throw DecodingError(.l2tp, at: start, .notIP(.tunnelControl)) }
        guard version == 2 else {
            window.advance(4)
            return try nextInIP(frame, &window)
        }
        window.advance(2)
        if flags & Flag.length != 0 {
            try window.require(2, of: .l2tp)
            let length = Int(frame.number16(window.start))
            guard length >= 8 else { throw DecodingError(.l2tp, at: start, .malformed(field: .length)) }
            window.tighten(length - 2)
            window.advance(2)
        }
        window.advance(flags & Flag.sequence != 0 ? 8 : 4)
        if flags & Flag.offset != 0 {
            try window.require(2, of: .l2tp)
            window.advance(2 + Int(frame.number16(window.start)))
        }
        try window.require(1, of: .l2tp)
        return try PPPHeader.nextAfterFraming(frame, &window)
    }

    /// Version 3 from the session on, as it stands in IP.
    static func nextInIP(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(4, of: .l2tp)
        let start = window.start
        guard frame.number32(start) != 0 else { throw DecodingError(.l2tp, at: start, .notIP(.tunnelControl)) }
        window.advance(4)
        let longestCookieAndSublayer = 12
        for length in stride(from: 0, through: longestCookieAndSublayer, by: 4) {
            var content = window
            content.advance(length)
            guard let next = plausibleNext(frame, content) else { continue }
            window = content
            return next
        }
        try window.require(longestCookieAndSublayer + EthernetHeader.length, of: .l2tp)
        throw DecodingError(.l2tp, at: start, .unsupported(number: 3))
    }

    private static func plausibleNext(_ frame: Span<UInt8>, _ window: Window) -> NextHeader? {
        if EthernetGuess.isPlausible(frame, window) { return .ethernet }
        guard window.present >= 4 else { return nil }
        return [0xFF03_0021, 0xFF03_0057].contains(frame.number32(window.start)) ? .pppFraming : nil
    }
}
