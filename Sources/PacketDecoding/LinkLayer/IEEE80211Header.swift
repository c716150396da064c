import NetworkTypes

/// An IEEE 802.11 data frame's header (IEEE 802.11 section 9.3.2): frame control (2 bytes), duration (2), three
/// addresses (6 each), sequence control (2), a fourth address between access points (6), QoS control (2),
/// HT control (4), in a mesh its control field; then an LLC header, or the packets of an aggregate.
enum IEEE80211Header {
    /// How a frame is written down.
    enum Form: Equatable {
        case plain
        /// The capturing driver put padding between header and body.
        case paddedTo32Bits
        /// The two bytes of frame control may stand the other way round, as some controllers' tunnels have them.
        case perhapsSwapped
    }

    private static let minimumLength = 24
    private static let data: UInt8 = 2

    static func next(
        _ frame: Span<UInt8>, _ window: inout Window, _ form: Form
    ) throws(DecodingError) -> NextHeader {
        try window.require(2, of: .ieee80211)
        let start = window.start
        let isSwapped = form == .perhapsSwapped && !isData(frame[start]) && isData(frame[start + 1])
        let (control, flags) = isSwapped ? (frame[start + 1], frame[start]) : (frame[start], frame[start + 1])
        let (version, type, subtype) = (control & 0x03, control >> 2 & 0x03, control >> 4)
        guard version == 0 else { throw DecodingError(.ieee80211, at: start, .malformed(field: .version)) }
        if let kind = nonIPKind(type, subtype) { throw DecodingError(.ieee80211, at: start, .notIP(kind)) }
        guard flags & 0x40 == 0 else { throw DecodingError(.ieee80211, at: start, .malformed(field: .protected)) }
        var length = minimumLength
        if flags & 0x03 == 0x03 { length += 6 }
        let isQoS = subtype & 0x08 != 0
        let qosControl = length
        if isQoS { length += flags & 0x80 != 0 ? 6 : 2 }
        try window.require(length, of: .ieee80211)
        // Only a packet's first fragment (number 0 in sequence control) begins with an LLC header.
        guard frame[start + 22] & 0x0F == 0 else {
            throw DecodingError(.ieee80211, at: start, .malformed(field: .fragment))
        }
        let (aggregate, meshControl): (UInt8, UInt8) = (0x80, 0x01)
        let isAggregate = isQoS && frame[start + qosControl] & aggregate != 0
        // The control field stands in what stations of a mesh send: from one to another, or to several.
        let mayBeMesh = isQoS && flags & 0x02 != 0 && frame[start + qosControl + 1] & meshControl != 0
        window.advance(form == .paddedTo32Bits ? (length + 3) & ~3 : length)
        if isAggregate { return .ieee80211Subframe(inMesh: mayBeMesh && beginsMeshAggregate(frame, window)) }
        if mayBeMesh, MeshControl.begins(frame, window) { try MeshControl.skip(frame, &window) }
        return .llc
    }

    private static func beginsMeshAggregate(_ frame: Span<UInt8>, _ window: Window) -> Bool {
        var content = window
        content.advance(EthernetHeader.length)
        return MeshControl.begins(frame, content)
    }

    /// Whether a first byte is that of a data frame.
    private static func isData(_ control: UInt8) -> Bool { control & 0x03 == 0 && control >> 2 & 0x03 == data }

    private static func nonIPKind(_ type: UInt8, _ subtype: UInt8) -> NonIPKind? {
        let hasNoData: UInt8 = 0x04
        switch type {
        case 0: return .ieee80211Management
        case data: return subtype & hasNoData == 0 ? nil : .ieee80211Null
        default: return .ieee80211Control
        }
    }
}
