/// In what a simulated packet travels.
enum Carriage {
    /// An Ethernet frame.
    case plain
    /// The packet is a datagram, and what it carries begins with 36 bytes of a tunnel's headers that lead elsewhere.
    case decoy
    /// A tunnel from an outsider to an internal address.
    case forged(Tunnel)
    /// A datagram of the origin to the host, in which a packet of the host travels.
    case enclosing

    enum Tunnel {
        /// 3GPP TS 29.281.
        case gtpu
        /// RFC 2784.
        case gre
        /// RFC 2003.
        case ipInIP
    }
}

extension Carriage: Equatable {}
