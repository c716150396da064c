import NetworkTypes

/// What both versions of IP have in common once the header is read.
struct NetworkHeader {
    var source: IPAddress
    var destination: IPAddress
    /// The protocol behind the header and its extensions.
    var transport: TransportProtocol
    /// Bytes of the packet as stated: IPv4 total length; IPv6 40 and payload length.
    var length: UInt32
    var isLaterFragment: Bool
    /// Where the header begins: bytes into the frame.
    var start: Int
    /// What lies behind the header and its extensions, ended where the header says.
    var payload: Window
    var remarks: DecodedPacket.Remarks
    /// Where the packet goes after its destination.
    var hops: [IPAddress] = []
}
