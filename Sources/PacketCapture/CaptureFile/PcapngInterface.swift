import NetworkTypes

/// An interface description block's content (draft-ietf-opsawg-pcapng section 4.2).
///
/// Layout of its body: link type (2 bytes), reserved (2), snapshot length (4), options.
struct PcapngInterface: Equatable, Sendable {
    let linkType: LinkType
    /// Bytes kept of a packet at most; 0 means no limit.
    let snapLength: UInt32
    let resolution: TimestampResolution

    static let minimumLength = 8

    /// `nil` when the body is shorter than its fixed fields.
    init?(_ body: UnsafeRawBufferPointer, _ order: ByteOrder) {
        guard body.count >= Self.minimumLength else { return nil }
        linkType = LinkType(rawValue: unsafe body.load16(0, order))
        snapLength = unsafe body.load32(4, order)
        resolution = unsafe Self.resolution(UnsafeRawBufferPointer(rebasing: body[Self.minimumLength...]), order)
    }

    /// Reads the options that matter; a malformed list ends where it goes wrong, as in libpcap.
    private static func resolution(_ options: UnsafeRawBufferPointer, _ order: ByteOrder) -> TimestampResolution {
        let (endOfOptions, timeResolution, timeOffset): (UInt16, UInt16, UInt16) = (0, 9, 14)
        var resolution: UInt8 = 6
        var offsetSeconds: Int64 = 0
        var position = 0
        while options.count - position >= 4 {
            let code = unsafe options.load16(position, order)
            let length = Int(unsafe options.load16(position + 2, order))
            position += 4
            guard code != endOfOptions, length <= options.count - position else { break }
            if code == timeResolution, length == 1 {
                resolution = unsafe options[position]
            } else if code == timeOffset, length == 8 {
                let words = unsafe (options.load32(position, order), options.load32(position + 4, order))
                let (high, low) = order == .big ? words : (words.1, words.0)
                offsetSeconds = Int64(bitPattern: UInt64(high) << 32 | UInt64(low))
            }
            position += (length + 3) & ~3
        }
        return TimestampResolution(option: resolution, offsetSeconds: offsetSeconds)
    }
}
