import NetworkTypes

/// How the records of a capture are to be read from some place on: the format, and what was declared before that place.
package struct CaptureLayout: Equatable, Sendable {
    enum Format: Equatable, Sendable {
        case pcap(PcapFormat)
        case pcapng(PcapngFormat)
    }

    var format: Format
    /// How the capture's first header has them.
    private let opening: Format

    /// Learns the format from the first bytes.
    ///
    /// - Parameter isKnown: whether frames of a link type are decoded; a classic capture of another is refused,
    ///   while pcapng may hold some interfaces that are known and some that are not.
    init(head: ArraySlice<UInt8>, isKnown: (LinkType) -> Bool) throws(CaptureError.Problem) {
        guard !head.isEmpty else { throw .empty }
        if head.starts(with: PcapngFormat.sectionHeader) {
            format = .pcapng(PcapngFormat())
            opening = format
            return
        }
        guard head.count >= 4, PcapHeader.isMagic(head.prefix(4)) else {
            throw .notACapture(firstBytes: Array(head.prefix(8)))
        }
        guard head.count >= PcapHeader.length else {
            throw .cutInFileHeader(present: head.count, needed: PcapHeader.length)
        }
        let header = try unsafe head.withUnsafeBufferPointer { bytes throws(CaptureError.Problem) in
            try unsafe PcapHeader(UnsafeRawBufferPointer(bytes), isKnown: isKnown)
        }
        format = .pcap(PcapFormat(header: header))
        opening = format
    }

    /// Whether a file that begins with `head` is a capture of either format, whole or not.
    package static func beginsCapture(_ head: ArraySlice<UInt8>) -> Bool {
        head.starts(with: PcapngFormat.sectionHeader) || PcapHeader.isMagic(head.prefix(4))
    }

    /// Bytes before the first record; pcapng has blocks from its first byte on.
    package var headerLength: Int {
        switch format {
        case .pcap: PcapHeader.length
        case .pcapng: 0
        }
    }

    /// Whether records are read as a classic capture's first header says, so that nothing has to be learnt on the way.
    package var isOpening: Bool {
        if case .pcap = opening { format == opening } else { false }
    }

    /// What is to stand behind the bytes before a place where this layout holds, in a digest by which the place is found
    /// again: something only where a classic capture's first header does not say how to go on.
    package var mark: [UInt8] {
        if case .pcap = opening, format != opening { Self.markOfAnother } else { [] }
    }

    /// The mark of places where another capture's header holds.
    package static let markOfAnother: [UInt8] = [1]

    /// Whether records may be passed over without a frame.
    var isFiltered: Bool {
        switch format {
        case .pcap(let pcap): pcap.isCommon
        case .pcapng(let pcapng): pcapng.isCommon
        }
    }

    /// Adds the frames of the whole records that begin before `limit`, and moves `position` past them; goes on through the
    /// headers of captures that were joined.
    mutating func walk(
        _ bytes: UnsafeRawBufferPointer, position: inout Int, end: Int, limit: Int, into frames: inout FrameWriter,
        filter: inout some RecordFilter
    ) -> RecordWalk {
        while true {
            let step = unsafe walkOne(
                bytes, position: &position, end: end, limit: limit, into: &frames, filter: &filter)
            guard step == .anotherCapture else { return step }
            do {
                try unsafe beginCapture(bytes, &position)
            } catch {
                return .malformed(error)
            }
        }
    }

    /// Reads the header of another capture. Frames of a link type that is not known are left to whoever decodes them.
    private mutating func beginCapture(
        _ bytes: UnsafeRawBufferPointer, _ position: inout Int
    ) throws(CaptureError.Problem) {
        guard unsafe !PcapngFormat.beginsSection(bytes, at: position, end: bytes.count) else {
            format = .pcapng(PcapngFormat())
            return
        }
        let header = unsafe UnsafeRawBufferPointer(rebasing: bytes[position...].prefix(PcapHeader.length))
        format = .pcap(PcapFormat(header: try unsafe PcapHeader(header) { _ in true }))
        position += PcapHeader.length
    }

    private mutating func walkOne(
        _ bytes: UnsafeRawBufferPointer, position: inout Int, end: Int, limit: Int, into frames: inout FrameWriter,
        filter: inout some RecordFilter
    ) -> RecordWalk {
        switch format {
        case .pcap(let pcap):
            return unsafe pcap.walk(
                bytes, position: &position, end: end, limit: limit, into: &frames, filter: &filter)
        case .pcapng(var pcapng):
            defer { format = .pcapng(pcapng) }
            return unsafe pcapng.walk(
                bytes, position: &position, end: end, limit: limit, into: &frames, filter: &filter)
        }
    }
}
