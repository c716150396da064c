import NetworkTypes

/// The blocks of a pcapng capture (draft-ietf-opsawg-pcapng), section by section.
///
/// A block is its type (4 bytes), its whole length (4), a body padded to 32 bits, and the length again (4).
struct PcapngFormat: Equatable, Sendable {
    private(set) var byteOrder = ByteOrder.little
    private var interfaces: [PcapngInterface] = []
    /// Whether all interfaces have one link type, and count time in one way, in which an hour can be counted.
    private var areAlike = true

    /// The bytes that open a section in either byte order.
    static let sectionHeader: [UInt8] = [0x0A, 0x0D, 0x0D, 0x0A]
    static let minimumBlockLength = 12

    /// Whether a section header begins at a place.
    static func beginsSection(_ bytes: UnsafeRawBufferPointer, at position: Int, end: Int) -> Bool {
        guard end - position >= minimumBlockLength else { return false }
        return unsafe bytes.load32(position, .little) == BlockType.sectionHeader
            && byteOrder(ofSectionAt: position, in: bytes) != nil
    }

    private enum BlockType {
        static let sectionHeader: UInt32 = 0x0A0D_0D0A
        static let interfaceDescription: UInt32 = 1
        static let obsoletePacket: UInt32 = 2
        static let simplePacket: UInt32 = 3
        static let interfaceStatistics: UInt32 = 5
        static let enhancedPacket: UInt32 = 6
    }

    /// Appends a frame for every packet in the whole blocks of `bytes[position..<end]`, and moves `position` past them;
    /// a block that begins at `limit` or later is left.
    ///
    /// Blocks of a section of the common kind are shown to `filter` before.
    mutating func walk(
        _ bytes: UnsafeRawBufferPointer, position: inout Int, end: Int, limit: Int, into frames: inout FrameWriter,
        filter: inout some RecordFilter
    ) -> RecordWalk {
        while true {
            if let run = unsafe run(bytes, from: position, end: end, limit: limit) {
                filter.take(run, position: &position, into: &frames)
            }
            guard !frames.isFull, position < limit else { return .full }
            guard end - position >= Self.minimumBlockLength else {
                return .needs(Self.minimumBlockLength, packet: false)
            }
            let type = unsafe bytes.load32(position, byteOrder)
            if type == BlockType.sectionHeader {
                guard let order = unsafe Self.byteOrder(ofSectionAt: position, in: bytes) else {
                    return .malformed(.malformedBlock(reason: "a section header without the byte-order magic"))
                }
                byteOrder = order
            }
            let stated = unsafe bytes.load32(position + 4, byteOrder)
            let length = (Int(stated) + 3) & ~3
            guard stated >= Self.minimumBlockLength else {
                return .malformed(.malformedBlock(reason: "it claims a length of \(stated) bytes"))
            }
            guard Self.isRead(type) else {
                switch unsafe PcapHeader.begins(bytes, at: position, end: end) {
                case true?: return .anotherCapture
                case nil: return .needs(PcapHeader.length, packet: false)
                case false?: break
                }
                guard end - position >= length else { return .skip(UInt64(length)) }
                position += length
                continue
            }
            guard length <= maximumRecordLength + Self.maximumOptionsLength else {
                return .malformed(.recordTooLong(stated: UInt64(stated), limit: maximumRecordLength))
            }
            guard end - position >= length else {
                return .needs(length, packet: Self.isPacket(type))
            }
            let block = unsafe UnsafeRawBufferPointer(rebasing: bytes[position..<position + length])
            guard unsafe block.load32(length - 4, byteOrder) == stated else {
                return .malformed(.malformedBlock(reason: "its two lengths differ"))
            }
            if let problem = unsafe read(block, type: type, at: position, into: &frames) { return .malformed(problem) }
            position += length
        }
    }

    /// Whether the section is little-endian, and its interfaces differ in nothing that a packet block depends on.
    var isCommon: Bool { byteOrder == .little && areAlike }

    /// The blocks from a place on as a filter sees them, if the section is of the common kind: a window of the longest
    /// record's length, so that the filter takes none that is longer.
    private func run(
        _ bytes: UnsafeRawBufferPointer, from position: Int, end: Int, limit: Int
    ) -> PcapngRun? {
        guard isCommon, let interface = interfaces.first else { return nil }
        return unsafe PcapngRun(
            bytes, end: min(end, position + PcapngRun.headerLength + maximumRecordLength), limit: limit,
            interfaceCount: interfaces.count, linkType: interface.linkType, resolution: interface.resolution)
    }

    /// Room for the options of a packet block beside the packet: far more than any writer uses.
    private static let maximumOptionsLength = 1_024 * 1_024

    private static func isRead(_ type: UInt32) -> Bool {
        switch type {
        case BlockType.sectionHeader, BlockType.interfaceDescription, BlockType.obsoletePacket,
            BlockType.simplePacket, BlockType.interfaceStatistics, BlockType.enhancedPacket:
            true
        default: false
        }
    }

    private static func isPacket(_ type: UInt32) -> Bool {
        switch type {
        case BlockType.obsoletePacket, BlockType.simplePacket, BlockType.enhancedPacket: true
        default: false
        }
    }

    private static func byteOrder(ofSectionAt position: Int, in bytes: UnsafeRawBufferPointer) -> ByteOrder? {
        switch unsafe bytes.load32(position + 8, .little) {
        case 0x1A2B_3C4D: .little
        case 0x4D3C_2B1A: .big
        default: nil
        }
    }

    private mutating func read(
        _ block: UnsafeRawBufferPointer, type: UInt32, at position: Int, into frames: inout FrameWriter
    ) -> CaptureError.Problem? {
        switch type {
        case BlockType.sectionHeader: unsafe beginSection(block)
        case BlockType.interfaceDescription: unsafe addInterface(block)
        case BlockType.enhancedPacket: unsafe addEnhancedPacket(block, at: position, into: &frames)
        case BlockType.simplePacket: unsafe addSimplePacket(block, at: position, into: &frames)
        case BlockType.interfaceStatistics: unsafe noteLosses(block, &frames.losses)
        default: unsafe addObsoletePacket(block, at: position, into: &frames)
        }
    }

    /// Section 4.1: magic (4), major and minor version (2 each), section length (8), options.
    private mutating func beginSection(_ block: UnsafeRawBufferPointer) -> CaptureError.Problem? {
        guard block.count >= 28 else { return .malformedBlock(reason: "a section header of under 28 bytes") }
        let (major, minor) = unsafe (block.load16(12, byteOrder), block.load16(14, byteOrder))
        // Minor version 2 is the same format (section 4.1); later ones cannot be judged.
        guard major == 1, minor == 0 || minor == 2 else { return .unsupportedVersion(major: major, minor: minor) }
        interfaces.removeAll(keepingCapacity: true)
        areAlike = true
        return nil
    }

    private mutating func addInterface(_ block: UnsafeRawBufferPointer) -> CaptureError.Problem? {
        let body = unsafe UnsafeRawBufferPointer(rebasing: block[8..<block.count - 4])
        guard let interface = unsafe PcapngInterface(body, byteOrder) else {
            return .malformedBlock(reason: "an interface description of under 20 bytes")
        }
        guard interfaces.count < Self.maximumInterfaces else {
            return .malformedBlock(reason: "more than \(Self.maximumInterfaces) interfaces in one section")
        }
        let first = interfaces.first ?? interface
        if interface.linkType != first.linkType || interface.resolution != first.resolution
            || interface.resolution.count(ofSeconds: PcapngRun.secondsInHour) == nil
        {
            areAlike = false
        }
        interfaces.append(interface)
        return nil
    }

    private static let maximumInterfaces = 65_536

    /// Notes what an interface has lost since it last said so. A block that tells of no interface, or of no time that can be,
    /// has no hour in which it could count.
    private mutating func noteLosses(
        _ block: UnsafeRawBufferPointer, _ losses: inout StatedLosses
    ) -> CaptureError.Problem? {
        let body = unsafe UnsafeRawBufferPointer(rebasing: block[8..<block.count - 4])
        guard let statistics = unsafe PcapngStatistics(body, byteOrder), statistics.interface < interfaces.count,
            let time = interfaces[statistics.interface].resolution.timestamp(statistics.units)
        else { return nil }
        losses.note(interfaces[statistics.interface].newLosses(upTo: statistics.lost), at: time)
        return nil
    }

    /// Section 4.3: interface (4), time (4 high, 4 low), captured and original length (4 each), packet, options.
    private mutating func addEnhancedPacket(
        _ block: UnsafeRawBufferPointer, at position: Int, into frames: inout FrameWriter
    ) -> CaptureError.Problem? {
        guard block.count >= 32 else { return .malformedBlock(reason: "a packet block of under 32 bytes") }
        let optionsStart = min(28 + ((Int(unsafe block.load32(20, byteOrder)) + 3) & ~3), block.count - 4)
        let options = unsafe UnsafeRawBufferPointer(rebasing: block[optionsStart..<block.count - 4])
        return unsafe addTimedPacket(
            block, at: position, interface: Int(block.load32(8, byteOrder)),
            lostBefore: options.isEmpty ? 0 : PcapngOptions.dropCount(options, byteOrder), into: &frames)
    }

    /// Appendix A: interface (2), drops (2; all bits set where they are not known), and then as in an enhanced packet block.
    private mutating func addObsoletePacket(
        _ block: UnsafeRawBufferPointer, at position: Int, into frames: inout FrameWriter
    ) -> CaptureError.Problem? {
        guard block.count >= 32 else { return .malformedBlock(reason: "a packet block of under 32 bytes") }
        let drops = unsafe block.load16(10, byteOrder)
        return unsafe addTimedPacket(
            block, at: position, interface: Int(block.load16(8, byteOrder)),
            lostBefore: drops == .max ? 0 : UInt64(drops), into: &frames)
    }

    private mutating func addTimedPacket(
        _ block: UnsafeRawBufferPointer, at position: Int, interface index: Int, lostBefore: UInt64,
        into frames: inout FrameWriter
    ) -> CaptureError.Problem? {
        guard index < interfaces.count else {
            return .malformedBlock(reason: "a packet of interface \(index), where \(interfaces.count) are described")
        }
        let captured = unsafe block.load32(20, byteOrder)
        guard Int(captured) <= block.count - 32 else {
            return .malformedBlock(reason: "a packet of \(captured) bytes in a block of \(block.count)")
        }
        guard captured <= maximumRecordLength else {
            return .recordTooLong(stated: UInt64(captured), limit: maximumRecordLength)
        }
        let units = unsafe UInt64(block.load32(12, byteOrder)) << 32 | UInt64(block.load32(16, byteOrder))
        guard let time = interfaces[index].resolution.timestamp(units) else {
            return .malformedBlock(reason: "a packet's time lies before 1970 or after 2262, which cannot be")
        }
        if lostBefore > 0 {
            interfaces[index].noteLost(beforePacket: lostBefore)
            frames.losses.note(PacketLoss(interface: lostBefore), at: time)
        }
        frames.append(
            Frame(
                nanoseconds: time.nanoseconds,
                offset: UInt32(truncatingIfNeeded: position + 28), capturedLength: captured,
                originalLength: unsafe block.load32(24, byteOrder), linkType: interfaces[index].linkType))
        return nil
    }

    /// Section 4.4: original length (4), packet. It belongs to interface 0 and states no time,
    /// which counts as 0 units of the interface's clock, as libpcap has it.
    private func addSimplePacket(
        _ block: UnsafeRawBufferPointer, at position: Int, into frames: inout FrameWriter
    ) -> CaptureError.Problem? {
        guard block.count >= 16 else { return .malformedBlock(reason: "a packet block of under 16 bytes") }
        guard let interface = interfaces.first else {
            return .malformedBlock(reason: "a packet where no interface is described")
        }
        let original = unsafe block.load32(8, byteOrder)
        let limit = interface.snapLength == 0 ? original : min(original, interface.snapLength)
        let captured = min(limit, UInt32(clamping: block.count - 16))
        guard captured <= maximumRecordLength else {
            return .recordTooLong(stated: UInt64(captured), limit: maximumRecordLength)
        }
        frames.append(
            Frame(
                nanoseconds: interface.resolution.timestamp(0)?.nanoseconds ?? 0,
                offset: UInt32(truncatingIfNeeded: position + 12),
                capturedLength: captured, originalLength: original, linkType: interface.linkType))
        return nil
    }
}
