package import NetworkTypes

/// The file header of a classic capture (draft-ietf-opsawg-pcap section 4).
///
/// Layout: magic (4 bytes), major and minor version (2 each), two unused words (4 each), snapshot length (4),
/// link type with the frame check sequence's length above it (4).
package struct PcapHeader: Equatable, Sendable {
    package static let length = 24

    package let byteOrder: ByteOrder
    /// Nanoseconds in one unit of a record's second time word.
    package let fractionUnit: Int64
    /// Bytes of a record's header: 16, or 24 where Kuznetzov's patched libpcap wrote it.
    package let recordHeaderLength: Int
    package let lengthOrder: LengthOrder
    package let linkType: LinkType

    /// In which order a record states its two lengths; files before version 2.4 differ.
    package enum LengthOrder: Sendable {
        case capturedFirst
        case originalFirst
        /// Version 2.3: some writers did it one way, some the other; the smaller is the captured length.
        case smallerIsCaptured
    }

    /// Whether four bytes are the magic number of a classic capture.
    static func isMagic(_ bytes: some Collection<UInt8>) -> Bool {
        variant(of: bytes) != nil
    }

    /// Whether a file header begins at a place where a record could; `nil` while too few bytes are there to say.
    ///
    /// A magic number alone is not enough: read as a time, one of them is an instant of 2011. Behind the version stand the
    /// time zone and the accuracy of times, which every writer leaves 0, in the place of a record's lengths.
    static func begins(_ bytes: UnsafeRawBufferPointer, at position: Int, end: Int) -> Bool? {
        guard end - position >= 4,
            let variant = unsafe variant(of: UnsafeRawBufferPointer(rebasing: bytes[position..<position + 4]))
        else { return false }
        guard end - position >= length else { return nil }
        let (order, _, _) = variant
        let (major, minor) = unsafe (bytes.load16(position + 4, order), bytes.load16(position + 6, order))
        return unsafe major == 2 && minor <= 4 && bytes.load32(position + 12, order) == 0
    }

    /// - Throws: `.notACapture`, `.unsupportedVersion` or `.unknownLinkType`.
    /// - Parameter isKnown: whether a link type is decoded.
    init(_ bytes: UnsafeRawBufferPointer, isKnown: (LinkType) -> Bool) throws(CaptureError.Problem) {
        guard bytes.count >= Self.length, let variant = unsafe Self.variant(of: bytes.prefix(4)) else {
            throw .notACapture(firstBytes: unsafe Array(bytes.prefix(4)))
        }
        (byteOrder, fractionUnit, recordHeaderLength) = variant
        let major = unsafe bytes.load16(4, byteOrder)
        let minor = unsafe bytes.load16(6, byteOrder)
        guard major == 2 else { throw .unsupportedVersion(major: major, minor: minor) }
        lengthOrder = minor < 3 ? .originalFirst : minor == 3 ? .smallerIsCaptured : .capturedFirst
        // The upper six bits hold the frame check sequence's length, which the IP length makes needless.
        let number = unsafe bytes.load32(20, byteOrder) & 0x03FF_FFFF
        guard let rawLinkType = UInt16(exactly: number), isKnown(LinkType(rawValue: rawLinkType)) else {
            throw .unknownLinkType(number: number, name: libpcapName(ofLinkType: number))
        }
        linkType = LinkType(rawValue: rawLinkType)
    }

    private static func variant(of magic: some Collection<UInt8>) -> (ByteOrder, Int64, Int)? {
        switch Array(magic) {
        case [0xD4, 0xC3, 0xB2, 0xA1]: (.little, 1_000, 16)
        case [0xA1, 0xB2, 0xC3, 0xD4]: (.big, 1_000, 16)
        case [0x4D, 0x3C, 0xB2, 0xA1]: (.little, 1, 16)
        case [0xA1, 0xB2, 0x3C, 0x4D]: (.big, 1, 16)
        case [0x34, 0xCD, 0xB2, 0xA1]: (.little, 1_000, 24)
        case [0xA1, 0xB2, 0xCD, 0x34]: (.big, 1_000, 24)
        default: nil
        }
    }
}
