import NetworkTypes

/// The jumbo payload option of IPv6 (RFC 2675 section 2), in the first extension header: type 0xC2 (1 byte), length 4 (1),
/// the packet's length beyond its header (4), where the header's own field holds 0. A sender that states fewer than 65,536
/// bytes so is wrong by the RFC; what it states is the only length there is, and counts as well.
enum JumboPayload {
    private static let (pad1, jumbo): (UInt8, UInt8) = (0, 0xC2)

    /// Takes the packet's length from the option, if the header states none and the option is there: at most what lies in the
    /// frame.
    static func read(_ frame: Span<UInt8>, _ header: inout NetworkHeader) {
        guard header.remarks.contains(.lengthNotStated), header.payload.start == header.start + IPv6Header.length,
            let length = option(frame, header.payload)
        else { return }
        header.remarks.remove(.lengthNotStated)
        if Int(length) > header.payload.stated { header.remarks.insert(.lengthMismatch) }
        header.payload.tighten(Int(length))
        header.length = UInt32(clamping: IPv6Header.length + header.payload.stated)
    }

    private static func option(_ frame: Span<UInt8>, _ window: Window) -> UInt32? {
        guard window.present >= 2 else { return nil }
        let end = window.start + min((Int(frame[window.start + 1]) + 1) * 8, window.present)
        var position = window.start + 2
        while position + 1 < end {
            let type = frame[position]
            guard type != pad1 else {
                position += 1
                continue
            }
            let length = Int(frame[position + 1])
            if type == jumbo, length == 4, position + 6 <= end { return frame.number32(position + 2) }
            position += 2 + length
        }
        return nil
    }
}
