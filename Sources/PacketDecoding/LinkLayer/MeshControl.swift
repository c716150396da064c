/// The control field of a mesh (IEEE 802.11-2020 section 9.2.4.7.3): flags (1 byte), time to live (1), sequence number (4),
/// and as many more addresses (6 each) as the flags say.
enum MeshControl {
    private static let minimumLength = 6

    /// Whether the field begins at a place where the header says that it may: of the flags all bits but two are reserved, and no
    /// LLC header of a packet begins with less.
    static func begins(_ frame: Span<UInt8>, _ window: Window) -> Bool {
        window.present >= 1 && frame[window.start] < 0x03
    }

    static func skip(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) {
        try window.require(minimumLength, of: .ieee80211)
        window.advance(minimumLength + Int(frame[window.start] & 0x03) * 6)
    }
}
