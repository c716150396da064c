import NetworkTypes

/// A Linux cooked header (LINKTYPE_LINUX_SLL): packet type (2 bytes), hardware type (2), address length (2),
/// address (8), protocol (2).
enum LinuxSLLHeader {
    static let length = 16

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .linuxSLL)
        let start = window.start
        window.advance(length)
        return try LinuxProtocol.next(
            frame.number16(start + 14), hardware: frame.number16(start + 2), .linuxSLL, at: start)
    }
}

/// A Linux cooked header of version 2 (LINKTYPE_LINUX_SLL2): protocol (2 bytes), reserved (2), interface index (4),
/// hardware type (2), packet type (1), address length (1), address (8).
enum LinuxSLL2Header {
    static let length = 20

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(length, of: .linuxSLL2)
        let start = window.start
        window.advance(length)
        return try LinuxProtocol.next(
            frame.number16(start), hardware: frame.number16(start + 8), .linuxSLL2, at: start)
    }
}

/// The protocol field of both cooked headers: an EtherType, or a number of Linux's own below all of those. Of some hardware
/// (the kernel's ARPHRD_ numbers) the field says nothing, and what follows is a link header of its own.
private enum LinuxProtocol {
    private static let (frameRelay, radiotap, netlink): (UInt16, UInt16, UInt16) = (770, 803, 824)

    static func next(
        _ number: UInt16, hardware: UInt16, _ header: HeaderKind, at offset: Int
    ) throws(DecodingError) -> NextHeader {
        switch hardware {
        case frameRelay: return .frameRelay
        case radiotap: return .linkType(LinkType.radiotap.rawValue)
        // The field numbers netlink's own protocols.
        case netlink: throw DecodingError(header, at: offset, .unsupported(number: UInt32(hardware)))
        default: return try next(number, header, at: offset)
        }
    }

    private static func next(
        _ number: UInt16, _ header: HeaderKind, at offset: Int
    ) throws(DecodingError) -> NextHeader {
        let ieee8022: UInt16 = 0x0004
        if number >= EtherType.minimum { return .etherType(number) }
        guard number == ieee8022 else { throw DecodingError(header, at: offset, .unsupported(number: UInt32(number))) }
        return .llc
    }
}
