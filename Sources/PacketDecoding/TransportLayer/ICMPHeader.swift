package import NetworkTypes

/// The type of an ICMP (RFC 792) or ICMPv6 message (RFC 4443), its first byte; an error quotes from its ninth byte on.
///
/// ICMP carries no application data for its own sake: what an echo returns was put there by the other side's ping,
/// and is returned by the kernel. So its payload counts as none.
enum ICMPHeader {
    private static let length = 8

    static func read(_ frame: Span<UInt8>, _ payload: Window, into packet: inout DecodedPacket) {
        guard payload.present >= 1 else {
            // Without its type a message is evidence of nothing.
            packet.roles = .refusal
            packet.remarks.insert(.transportIncomplete)
            return
        }
        let isIPv6 = packet.transport == .icmpv6
        let type = frame[payload.start]
        packet.roles = PacketRoles(icmpType: type, isIPv6: isIPv6)
        guard PacketRoles.isICMPError(type, isIPv6: isIPv6) else { return }
        var quote = payload
        quote.advance(length)
        packet.quote = QuotedPacket(frame, quote, isIPv6: isIPv6)
    }
}

extension PacketRoles {
    /// RFC 1122 section 3.2.2 lists the errors of ICMP; in ICMPv6 they are the types below 128 (RFC 4443 section 2.1).
    package static func isICMPError(_ type: UInt8, isIPv6: Bool) -> Bool {
        if isIPv6 { return type < 128 }
        let (unreachable, sourceQuench, redirect, timeExceeded, parameterProblem): (UInt8, UInt8, UInt8, UInt8, UInt8)
        (unreachable, sourceQuench, redirect, timeExceeded, parameterProblem) = (3, 4, 5, 11, 12)
        return [unreachable, sourceQuench, redirect, timeExceeded, parameterProblem].contains(type)
    }

    /// The roles of a message by its type; an error refuses or not by what it quotes, which the type does not tell.
    package init(icmpType type: UInt8, isIPv6: Bool) {
        let (requests, replies): ([UInt8], [UInt8]) =
            isIPv6 ? ([128, 139, 160], [129, 140, 161]) : ([8, 13, 15, 17, 42], [0, 14, 16, 18, 43])
        if requests.contains(type) {
            self = .opening
        } else {
            self = replies.contains(type) ? [.answer, .refusal] : []
        }
    }
}
