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
                lengthOrder: header.lengthOrder, headerLength: header.recordHeaderLength,
                stopsBehindOddRecords: false) ?? .full
        }
        while true {
            unsafe take(bytes, position: &position, end: end, limit: limit, into: &frames, filter: &filter)
            let step = unsafe walk(
                bytes, position: &position, end: end, limit: limit, into: &frames, byteOrder: .little,
                lengthOrder: .capturedFirst, headerLength: PcapRun.headerLength, stopsBehindOddRecords: true)
            if let step { return step }
        }
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

    /// Looks at a place where no usual record begins.
    ///
    /// - Returns: how the walk ends there; or how far zeros go that are records, for something follows them.
    @inline(never)
    private static func oddStep(
        _ bytes: UnsafeRawBufferPointer, _ position: Int, _ end: Int, _ headerLength: Int
    ) -> (step: RecordWalk?, zerosEnd: Int) {
        if unsafe PcapngFormat.beginsSection(bytes, at: position, end: end) { return (.anotherCapture, 0) }
        switch unsafe PcapHeader.begins(bytes, at: position, end: end) {
        case true?: return (.anotherCapture, 0)
        case nil: return (.needs(PcapHeader.length, packet: false), 0)
        case false?: break
        }
        var zerosEnd = position
        while zerosEnd < end, unsafe bytes[zerosEnd] == 0 { zerosEnd += 1 }
        guard zerosEnd - position >= headerLength else { return (nil, 0) }
        // The last record of zeros may run into the next one's first bytes.
        return zerosEnd == end ? (.zeros(end - position), 0) : (nil, zerosEnd - headerLength)
    }

    /// Adds a frame for every whole record.
    ///
    /// - Returns: how the walk ends; or nil behind records that state no length on the wire, where usual ones may follow.
    @inline(__always)
    private func walk(
        _ bytes: UnsafeRawBufferPointer, position: inout Int, end: Int, limit: Int, into frames: inout FrameWriter,
        byteOrder: ByteOrder, lengthOrder: PcapHeader.LengthOrder, headerLength: Int, stopsBehindOddRecords: Bool
    ) -> RecordWalk? {
        precondition(position >= 0 && end <= bytes.count, "the walk stays inside the buffer")
        // Worked on as a copy, which the compiler keeps in a register.
        var next = position
        var zerosEnd = 0
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
            // What states no length on the wire may be no record at all.
            if original == 0 || captured > maximumRecordLength, next >= zerosEnd {
                let odd = unsafe Self.oddStep(bytes, next, end, headerLength)
                if let step = odd.step { return step }
                zerosEnd = odd.zerosEnd
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
            if stopsBehindOddRecords, original == 0, next >= zerosEnd { return nil }
        }
        return .full
    }
}
