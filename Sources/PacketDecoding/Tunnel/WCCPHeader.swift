/// What a router puts in front of a packet that it redirects to a web cache in GRE (draft-mclaggan-wccp-v2rev1 section
/// 4.12.1): in version 2 flags (1 byte), service (1), alternative and primary bucket (1 each); in version 1 nothing.
enum WCCPHeader {
    private static let length = 4

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(1, of: .wccp)
        let first = frame[window.start]
        // Of the header's first byte no more than the two highest bits are set, so that none of these begins one.
        let isPacket = (0x45...0x4F).contains(first) || first >> 4 == 6
        if isPacket { return .ip }
        try window.require(length, of: .wccp)
        window.advance(length)
        return .ip
    }
}
