/// Guesses where a record begins behind a place at which a capture was cut.
///
/// A guess is a chain of plausible records. It may be wrong where packets carry captures themselves; whoever reads from
/// it has to compare it with where the piece before really ended.
package enum RecordSearch {
    /// How many records in a row have to be plausible; the end of the bytes ends a chain too.
    private static let chainLength = 12
    /// How far apart the times of neighbouring records may be: two days, in seconds.
    private static let maximumGap: UInt32 = 172_800

    /// The offset in `bytes` of the first record that begins there, as far as can be told; `nil` when none is found.
    package static func firstRecord(in bytes: [UInt8], _ layout: CaptureLayout) -> Int? {
        unsafe bytes.withUnsafeBytes { bytes in
            switch layout.format {
            case .pcap(let pcap):
                bytes.indices.first { unsafe isChain(bytes, from: $0) { unsafe length(bytes, at: $0, pcap.header) } }
            case .pcapng(let pcapng):
                stride(from: 0, to: bytes.count, by: 4).first {
                    unsafe isChain(bytes, from: $0) { unsafe length(bytes, at: $0, pcapng.byteOrder) }
                }
            }
        }
    }

    /// Whether plausible records follow one another from `start` on.
    /// - Parameter length: a record's length, or `nil` when it is not plausible.
    private static func isChain(
        _ bytes: UnsafeRawBufferPointer, from start: Int, _ length: (Int) -> Int?
    ) -> Bool {
        var position = start
        for _ in 0..<chainLength {
            guard let length = length(position) else { return false }
            guard length <= bytes.count - position else { return position > start }
            position += length
        }
        return true
    }

    private static func length(_ bytes: UnsafeRawBufferPointer, at position: Int, _ header: PcapHeader) -> Int? {
        guard bytes.count - position >= header.recordHeaderLength else { return nil }
        let first = unsafe bytes.load32(position + 8, header.byteOrder)
        let second = unsafe bytes.load32(position + 12, header.byteOrder)
        let (captured, original) =
            header.lengthOrder == .capturedFirst ? (first, second) : (min(first, second), max(first, second))
        let fraction = unsafe bytes.load32(position + 4, header.byteOrder)
        guard captured > 0, captured <= original, original <= maximumRecordLength,
            Int64(fraction) * header.fractionUnit < 1_000_000_000
        else { return nil }
        let length = header.recordHeaderLength + Int(captured)
        let next = position + length
        guard bytes.count - next >= 4 else { return length }
        let seconds = unsafe bytes.load32(position, header.byteOrder)
        let nextSeconds = unsafe bytes.load32(next, header.byteOrder)
        return max(seconds, nextSeconds) - min(seconds, nextSeconds) <= maximumGap ? length : nil
    }

    private static func length(_ bytes: UnsafeRawBufferPointer, at position: Int, _ order: ByteOrder) -> Int? {
        guard bytes.count - position >= PcapngFormat.minimumBlockLength else { return nil }
        let (lastRegisteredType, sectionHeader): (UInt32, UInt32) = (0x0000_000B, 0x0A0D_0D0A)
        let type = unsafe bytes.load32(position, order)
        let stated = unsafe bytes.load32(position + 4, order)
        let length = Int(stated)
        guard type > 0, type <= lastRegisteredType || type == sectionHeader, length % 4 == 0,
            length >= PcapngFormat.minimumBlockLength, length <= 2 * maximumRecordLength
        else { return nil }
        let end = position + length
        if end <= bytes.count, unsafe bytes.load32(end - 4, order) != stated { return nil }
        return length
    }
}
