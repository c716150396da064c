import NetworkTypes

/// The records of a classic capture (draft-ietf-opsawg-pcap section 5).
struct PcapFormat: Sendable {
    let header: PcapHeader

    /// Appends a frame for every whole record in `bytes[position..<end]`, and moves `position` past them.
    ///
    /// About fifteen instructions a record; every length is compared with what is in the buffer before it is used.
    func walk(
        _ bytes: UnsafeRawBufferPointer, position: inout Int, end: Int, into frames: inout [Frame]
    ) -> RecordWalk {
        let headerLength = header.recordHeaderLength
        while true {
            guard end - position >= headerLength else { return .needs(headerLength, packet: false) }
            let (captured, original) = unsafe lengths(bytes, position)
            guard captured <= maximumRecordLength else {
                return .malformed(.recordTooLong(stated: UInt64(captured), limit: maximumRecordLength))
            }
            let recordLength = headerLength + Int(captured)
            guard end - position >= recordLength else { return .needs(recordLength, packet: true) }
            let seconds = Int64(unsafe bytes.load32(position, header.byteOrder))
            let fraction = Int64(unsafe bytes.load32(position + 4, header.byteOrder))
            frames.append(
                Frame(
                    time: Timestamp(
                        nanoseconds: seconds * Timestamp.nanosecondsPerSecond + fraction * header.fractionUnit),
                    offset: UInt32(truncatingIfNeeded: position + headerLength),
                    capturedLength: captured, originalLength: original, linkType: header.linkType))
            position += recordLength
        }
    }

    private func lengths(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> (captured: UInt32, original: UInt32) {
        let first = unsafe bytes.load32(position + 8, header.byteOrder)
        let second = unsafe bytes.load32(position + 12, header.byteOrder)
        return switch header.lengthOrder {
        case .capturedFirst: (first, second)
        case .originalFirst: (second, first)
        case .smallerIsCaptured: (min(first, second), max(first, second))
        }
    }
}
