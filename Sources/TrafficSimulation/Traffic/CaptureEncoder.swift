import NetworkTypes

/// Puts frames into a capture, record by record, for whoever writes the bytes out.
package struct CaptureEncoder: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        /// draft-ietf-opsawg-pcap, microseconds, little-endian.
        case pcap
        /// draft-ietf-opsawg-pcapng, one interface, microseconds, little-endian.
        case pcapng
    }

    /// From all headers of a frame up to libpcap's own limit.
    package static let snapLengths = 96...262_144

    private let format: Format
    private let snapLength: Int

    package init(_ format: Format, snapLength: Int) {
        self.format = format
        self.snapLength = snapLength
    }

    /// What a file begins with.
    package var header: [UInt8] {
        var bytes: [UInt8] = []
        switch format {
        case .pcap: bytes = PcapWriter(linkType: .ethernet, snapLength: snapLength).bytes
        case .pcapng:
            let section: [UInt32] = [0x0A0D_0D0A, 28, 0x1A2B_3C4D, 1, .max, .max, 28]
            let interface = [1, 20, UInt32(LinkType.ethernet.rawValue), UInt32(snapLength), 20]
            for number in section + interface { bytes.append32(number) }
        }
        return bytes
    }

    /// How many bytes are kept of a frame of so many.
    func captured(_ length: Int) -> Int { min(length, snapLength) }

    /// Begins a record; the frame's captured bytes are to follow, and `end` behind them.
    /// - Parameter time: microseconds since 1970.
    func begin(_ time: UInt64, length: Int, in bytes: inout [UInt8]) {
        let captured = UInt32(captured(length))
        switch format {
        case .pcap:
            let (second, microsecond) = time.quotientAndRemainder(dividingBy: 1_000_000)
            bytes.append32(UInt32(truncatingIfNeeded: second))
            bytes.append32(UInt32(truncatingIfNeeded: microsecond))
        case .pcapng:
            bytes.append32(6)
            bytes.append32(Self.blockLength(captured))
            bytes.append32(0)
            bytes.append32(UInt32(truncatingIfNeeded: time >> 32))
            bytes.append32(UInt32(truncatingIfNeeded: time))
        }
        bytes.append32(captured)
        bytes.append32(UInt32(length))
    }

    func end(length: Int, in bytes: inout [UInt8]) {
        guard format == .pcapng else { return }
        let captured = UInt32(captured(length))
        for _ in 0..<(4 - captured % 4) % 4 { bytes.append(0) }
        bytes.append32(Self.blockLength(captured))
    }

    private static func blockLength(_ captured: UInt32) -> UInt32 { 32 + (captured + 3) / 4 * 4 }
}

extension [UInt8] {
    /// A number of 32 bits, little-endian.
    @inline(__always)
    fileprivate mutating func append32(_ number: UInt32) {
        append(UInt8(truncatingIfNeeded: number))
        append(UInt8(truncatingIfNeeded: number >> 8))
        append(UInt8(truncatingIfNeeded: number >> 16))
        append(UInt8(truncatingIfNeeded: number >> 24))
    }
}
