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
            frame.number16(start + 14), hardware: frame.number16(start + 2), &window, .linuxSLL, at: start)
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
            frame.number16(start), hardware: frame.number16(start + 8), &window, .linuxSLL2, at: start)
    }
}

/// The protocol field of both cooked headers: an EtherType, or a number of Linux's own below all of those. Of some hardware
/// (the kernel's ARPHRD_ numbers) the field says nothing, and what follows is a link header of its own.
///
/// Of a frame with a length in place of a type that a program of the capturing host sent, the kernel puts that length here;
/// of one that it received, the number of IEEE 802.2.
private enum LinuxProtocol {
    private static let (ethernet, frameRelay, radiotap, netlink): (UInt16, UInt16, UInt16, UInt16) = (1, 770, 803, 824)
    private static let ieee8022: UInt16 = 0x0004

    static func next(
        _ number: UInt16, hardware: UInt16, _ window: inout Window, _ header: HeaderKind, at offset: Int
    ) throws(DecodingError) -> NextHeader {
        switch (hardware, number) {
        case (frameRelay, _): return .frameRelay
        case (radiotap, _): return .linkType(LinkType.radiotap.rawValue)
        // The field numbers netlink's own protocols.
        case (netlink, _): throw DecodingError(header, at: offset, .unsupported(number: UInt32(hardware)))
        case (_, EtherType.minimum...): return .etherType(number)
        case (_, ieee8022): return .llc
        case (ethernet, _) where isLength(number): return EtherType.typeOrLength(number, &window)
        default: throw DecodingError(header, at: offset, .unsupported(number: UInt32(number)))
        }
    }

    /// Whether it is a length that a frame of IEEE 802.3 can have, and not one of Linux's own numbers (if_ether.h).
    private static func isLength(_ number: UInt16) -> Bool {
        switch number {
        case 0x001D...0x005F, 0x0061...0x00F4, 0x00FB...0x05DC: true
        default: false
        }
    }
}
