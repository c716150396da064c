import NetworkTypes

/// The extension headers of IPv6 (RFC 8200 section 4), in whatever order they come.
///
/// All share a layout: next header (1 byte), length (1), content. The length is in units of 8 bytes beyond the
/// first 8, but for Authentication (RFC 4302: units of 4 beyond the first 8) and Fragment (always 8).
/// One that is cut off or leads beyond its packet ends the walk there: the packet counts by its addresses.
/// So does a message of Mobility (RFC 6275 section 6.1.1), Host Identity (RFC 7401 section 5.1) or Shim6 (RFC 5533
/// section 5.3) behind which nothing follows: that is what the packet carries, and counts as its transport.
enum IPv6Extension {
    static let hopByHopOptions: UInt8 = 0
    static let routing: UInt8 = 43
    static let fragment: UInt8 = 44
    static let authentication: UInt8 = 51
    static let destinationOptions: UInt8 = 60
    static let mobility: UInt8 = 135
    static let hostIdentity: UInt8 = 139
    static let shim6: UInt8 = 140

    /// How many extension headers of one packet are followed.
    static let maximumCount = 32

    static func skipAll(_ frame: Span<UInt8>, _ header: inout NetworkHeader) {
        for _ in 0...maximumCount {
            switch header.transport.rawValue {
            case hopByHopOptions:
                JumboPayload.read(frame, &header)
                guard skip(frame, &header.payload, &header.transport, &header.remarks) else { return }
            case routing:
                header.hops += RoutingHeader.hops(frame, header)
                guard skip(frame, &header.payload, &header.transport, &header.remarks) else { return }
            case authentication, destinationOptions, mobility, hostIdentity, shim6:
                guard skip(frame, &header.payload, &header.transport, &header.remarks) else { return }
            case fragment:
                guard skipFragment(frame, &header) else { return }
            default: return
            }
        }
        header.remarks.insert(.transportIncomplete)
    }

    /// In IPv4 the Authentication Header stands where the transport's would; it hides nothing.
    static func skipAuthenticationHeader(
        _ frame: Span<UInt8>, _ payload: inout Window, _ transport: inout TransportProtocol,
        _ remarks: inout DecodedPacket.Remarks
    ) {
        guard transport.rawValue == authentication else { return }
        _ = skip(frame, &payload, &transport, &remarks)
    }

    private static func skip(
        _ frame: Span<UInt8>, _ payload: inout Window, _ transport: inout TransportProtocol,
        _ remarks: inout DecodedPacket.Remarks
    ) -> Bool {
        guard payload.present >= 2 else {
            remarks.insert(.transportIncomplete)
            return false
        }
        let units = Int(frame[payload.start + 1])
        let length = transport.rawValue == authentication ? (units + 2) * 4 : (units + 1) * 8
        guard length <= payload.stated else {
            remarks.insert(.transportIncomplete)
            return false
        }
        let next = TransportProtocol(rawValue: frame[payload.start])
        if next == IPv6Header.noNextHeader, isMessage(transport) { return false }
        transport = next
        payload.advance(length)
        return true
    }

    /// Whether a header is one that signals by itself, rather than one that says how to treat what follows.
    private static func isMessage(_ transport: TransportProtocol) -> Bool {
        switch transport.rawValue {
        case mobility, hostIdentity, shim6: true
        default: false
        }
    }

    /// Layout: next header (1 byte), reserved (1), offset in units of 8 and the more-fragments bit (2), identification (4).
    private static func skipFragment(_ frame: Span<UInt8>, _ header: inout NetworkHeader) -> Bool {
        let length = 8
        guard header.payload.present >= length else {
            header.remarks.insert(.transportIncomplete)
            return false
        }
        header.transport = TransportProtocol(rawValue: frame[header.payload.start])
        header.isLaterFragment = frame.number16(header.payload.start + 2) & 0xFFF8 != 0
        header.payload.advance(length)
        return !header.isLaterFragment
    }
}
