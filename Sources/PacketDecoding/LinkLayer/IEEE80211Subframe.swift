import NetworkTypes

/// A packet of an 802.11 aggregate (A-MSDU, IEEE 802.11-2020 section 9.3.2.2): destination (6 bytes), source (6), length (2),
/// in a mesh its control field, then an LLC header; padding to 32 bits stands before the next one.
enum IEEE80211Subframe {
    static func next(
        _ frame: Span<UInt8>, _ window: inout Window, inMesh: Bool
    ) throws(DecodingError) -> NextHeader {
        window.laterPackets = nil
        try window.require(EthernetHeader.length, of: .ieee80211)
        let length = Int(frame.number16(window.start + 12))
        var later = window
        later.advance((EthernetHeader.length + length + 3) & ~3)
        // A check sequence at the end of the frame is shorter.
        if later.present >= EthernetHeader.length {
            window.laterPackets = LaterPackets(
                start: later.start, end: later.end, statedEnd: later.statedEnd, inMesh: inMesh)
        }
        window.advance(EthernetHeader.length)
        window.tighten(length)
        if inMesh { try MeshControl.skip(frame, &window) }
        return .llc
    }
}
