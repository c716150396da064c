import NetworkTypes

/// A stack of MPLS labels (RFC 3032 section 2.1): entries of 4 bytes, the last marked by a bit.
///
/// Nothing says what follows. An IP packet shows its version in the first four bits; 0 there is a pseudowire's
/// control word (RFC 4385 section 3), here taken to precede an Ethernet frame (RFC 4448), and 1 an associated channel.
/// But a pseudowire may do without the control word, and then the first bits are those of a station's address: so four
/// bits alone decide only where what follows fits no better to an Ethernet frame.
enum MPLSLabelStack {
    private static let entryLength = 4
    private static let controlWordLength = 4
    /// How many labels of one stack are followed.
    private static let maximumEntries = 32

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        for _ in 0..<maximumEntries {
            try window.require(entryLength, of: .mpls)
            let isLast = frame[window.start + 2] & 1 == 1
            window.advance(entryLength)
            if isLast { return try content(frame, &window) }
        }
        throw DecodingError(.mpls, at: window.start, .malformed(field: .depth))
    }

    private static func content(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(1, of: .mpls)
        switch frame[window.start] >> 4 {
        case 4: return isIPv4(frame, window) || !EthernetGuess.isPlausible(frame, window) ? .ipv4 : .ethernet
        case 6: return isIPv6(frame, window) || !EthernetGuess.isPlausible(frame, window) ? .ipv6 : .ethernet
        case 0:
            try window.require(controlWordLength + EthernetHeader.length, of: .mpls)
            var behind = window
            behind.advance(controlWordLength)
            if EthernetGuess.isPlausible(frame, behind) || !EthernetGuess.isPlausible(frame, window) { window = behind }
            return .ethernet
        case let nibble:
            if EthernetGuess.isPlausible(frame, window) { return .ethernet }
            guard nibble != 1 else { throw DecodingError(.mpls, at: window.start, .notIP(.mplsChannel)) }
            throw DecodingError(.mpls, at: window.start, .unsupported(number: UInt32(nibble)))
        }
    }

    /// Whether an IPv4 header fits in whose checksum is right, which one address in 65,536 has by chance.
    private static func isIPv4(_ frame: Span<UInt8>, _ window: Window) -> Bool {
        let length = Int(frame[window.start] & 0x0F) * 4
        guard EthernetGuess.isIPv4(frame, window), window.present >= length else { return false }
        var sum: UInt32 = 0
        for offset in stride(from: 0, to: length, by: 2) { sum += UInt32(frame.number16(window.start + offset)) }
        while sum > 0xFFFF { sum = sum >> 16 + sum & 0xFFFF }
        return sum == 0xFFFF
    }

    /// Whether an IPv6 header states all the bytes there are.
    private static func isIPv6(_ frame: Span<UInt8>, _ window: Window) -> Bool {
        guard EthernetGuess.isIPv6(frame, window), window.present >= IPv6Header.length else { return false }
        return IPv6Header.length + Int(frame.number16(window.start + 4)) == window.stated
    }
}
