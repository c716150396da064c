import NetworkTypes

/// The records of a classic capture (draft-ietf-opsawg-pcap section 5).
struct PcapFormat: Equatable, Sendable {
    let header: PcapHeader

    /// Adds a frame for every whole record in `bytes[position..<end]`, and moves `position` past them;
    /// a record that begins at `limit` or later is left.
    ///
    /// Every length is compared with what is in the buffer before it is used. The common layout has a loop of its own,
    /// in which the compiler knows the byte order, and is shown to `filter` before.
    func walk(
        _ bytes: UnsafeRawBufferPointer, position: inout Int, end: Int, limit: Int, into frames: inout FrameWriter,
        filter: inout some RecordFilter
    ) -> RecordWalk {
        guard isCommon else {
            return unsafe walk(
                bytes, position: &position, end: end, limit: limit, into: &frames, byteOrder: header.byteOrder,
                lengthOrder: header.lengthOrder, headerLength: header.recordHeaderLength)
        }
        unsafe take(bytes, position: &position, end: end, limit: limit, into: &frames, filter: &filter)
        return unsafe walk(
            bytes, position: &position, end: end, limit: limit, into: &frames, byteOrder: .little,
            lengthOrder: .capturedFirst, headerLength: PcapRun.headerLength)
    }

    /// Shows the records to a filter, which takes those that it can.
    ///
    /// A window at a time of the longest record's length, so that the filter takes none that is longer.
    private func take(
        _ bytes: UnsafeRawBufferPointer, position: inout Int, end: Int, limit: Int, into frames: inout FrameWriter,
        filter: inout some RecordFilter
    ) {
        var before: Int
        repeat {
            before = position
            let windowEnd = position + PcapRun.headerLength + maximumRecordLength
            let run = unsafe PcapRun(
                bytes, end: min(end, windowEnd), limit: limit, fractionUnit: header.fractionUnit,
                linkType: header.linkType)
            filter.take(run, position: &position, into: &frames)
        } while position > before
    }

    /// Whether records are of the most common shape.
    var isCommon: Bool {
        header.byteOrder == .little && header.lengthOrder == .capturedFirst
            && header.recordHeaderLength == PcapRun.headerLength
    }

    @inline(__always)
    private func walk(
        _ bytes: UnsafeRawBufferPointer, position: inout Int, end: Int, limit: Int, into frames: inout FrameWriter,
        byteOrder: ByteOrder, lengthOrder: PcapHeader.LengthOrder, headerLength: Int
    ) -> RecordWalk {
        precondition(position >= 0 && end <= bytes.count, "the walk stays inside the buffer")
        // Worked on as a copy, which the compiler keeps in a register.
        var next = position
        let (fractionUnit, linkType) = (header.fractionUnit, header.linkType)
        defer { position = next }
        while !frames.isFull, next < limit {
            guard end &- next >= headerLength else { return .needs(headerLength, packet: false) }
            let first = unsafe bytes.load32(next &+ 8, byteOrder)
            let second = unsafe bytes.load32(next &+ 12, byteOrder)
            let (captured, original): (UInt32, UInt32) =
                switch lengthOrder {
                case .capturedFirst: (first, second)
                case .originalFirst: (second, first)
                case .smallerIsCaptured: (min(first, second), max(first, second))
                }
            guard captured <= maximumRecordLength else {
                return .malformed(.recordTooLong(stated: UInt64(captured), limit: maximumRecordLength))
            }
            let recordLength = headerLength &+ Int(captured)
            guard end &- next >= recordLength else { return .needs(recordLength, packet: true) }
            let seconds = Int64(unsafe bytes.load32(next, byteOrder))
            let fraction = Int64(unsafe bytes.load32(next &+ 4, byteOrder))
            frames.append(
                Frame(
                    nanoseconds: seconds &* 1_000_000_000 &+ fraction &* fractionUnit,
                    offset: UInt32(truncatingIfNeeded: next &+ headerLength),
                    capturedLength: captured, originalLength: original, linkType: linkType))
            next &+= recordLength
        }
        return .full
    }
}
