import NetworkTypes

/// How the records of a capture are to be read from some place on: the format, and what was declared before that place.
package struct CaptureLayout: Equatable, Sendable {
    enum Format: Equatable, Sendable {
        case pcap(PcapFormat)
        case pcapng(PcapngFormat)
    }

    var format: Format

    /// Learns the format from the first bytes.
    ///
    /// - Parameter isKnown: whether frames of a link type are decoded; a classic capture of another is refused,
    ///   while pcapng may hold some interfaces that are known and some that are not.
    init(head: ArraySlice<UInt8>, isKnown: (LinkType) -> Bool) throws(CaptureError.Problem) {
        guard !head.isEmpty else { throw .empty }
        if head.starts(with: PcapngFormat.sectionHeader) {
            format = .pcapng(PcapngFormat())
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

    /// Whether it holds for the whole capture, as that of a classic one does.
    package var isSameThroughout: Bool {
        if case .pcap = format { true } else { false }
    }

    /// Whether records may be passed over without a frame.
    var isFiltered: Bool {
        switch format {
        case .pcap(let pcap): pcap.isCommon
        case .pcapng(let pcapng): pcapng.isCommon
        }
    }

    /// Adds the frames of the whole records that begin before `limit`, and moves `position` past them.
    mutating func walk(
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
