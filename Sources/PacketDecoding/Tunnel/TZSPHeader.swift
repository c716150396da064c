import NetworkTypes

/// A TaZmen Sniffer header, in which MikroTik's routers and others mirror frames: version (1 byte), type (1), kind of frame
/// (2), then tagged fields, each of which is its tag (1), its length (1) and its value, but for padding (0) and the end (1).
enum TZSPHeader {
    /// How many tagged fields are followed.
    private static let maximumFields = 64

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(4, of: .tzsp)
        let start = window.start
        guard frame[start] == 1 else { throw DecodingError(.tzsp, at: start, .malformed(field: .version)) }
        let (received, toBeSent): (UInt8, UInt8) = (0, 1)
        guard [received, toBeSent].contains(frame[start + 1]) else {
            throw DecodingError(.tzsp, at: start, .notIP(.tunnelControl))
        }
        let kind = frame.number16(start + 2)
        window.advance(4)
        try skipFields(frame, &window)
        switch kind {
        case 1: return .ethernet
        case 18: return .ieee80211(.plain)
        case 119: return .linkType(LinkType.prism.rawValue)
        case 127: return .linkType(LinkType.ieee80211AVS.rawValue)
        default: throw DecodingError(.tzsp, at: start, .unsupported(number: UInt32(kind)))
        }
    }

    private static func skipFields(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) {
        let (padding, end): (UInt8, UInt8) = (0, 1)
        for _ in 0..<maximumFields {
            try window.require(1, of: .tzsp)
            let tag = frame[window.start]
            window.advance(1)
            if tag == end { return }
            if tag == padding { continue }
            try window.require(1, of: .tzsp)
            window.advance(1 + Int(frame[window.start]))
        }
        throw DecodingError(.tzsp, at: window.start, .malformed(field: .depth))
    }
}
