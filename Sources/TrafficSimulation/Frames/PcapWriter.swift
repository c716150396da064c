package import NetworkTypes

/// Writes a classic capture (draft-ietf-opsawg-pcap) into memory: microseconds, little-endian.
package struct PcapWriter: Sendable {
    package private(set) var bytes: [UInt8]
    private let snapLength: Int

    package init(linkType: LinkType, snapLength: Int = 262_144) {
        self.snapLength = snapLength
        bytes = []
        append(0xA1B2_C3D4)
        append(0x0004_0002)
        append(0)
        append(0)
        append(UInt32(snapLength))
        append(UInt32(linkType.rawValue))
    }

    /// Adds a frame, cut to the snapshot length. The time is within what 32 bits of seconds hold.
    package mutating func add(_ frame: [UInt8], at time: Timestamp) {
        let captured = frame.prefix(snapLength)
        append(UInt32(truncatingIfNeeded: time.nanoseconds / Timestamp.nanosecondsPerSecond))
        append(UInt32(truncatingIfNeeded: time.nanoseconds % Timestamp.nanosecondsPerSecond / 1_000))
        append(UInt32(captured.count))
        append(UInt32(frame.count))
        bytes += captured
    }

    private mutating func append(_ value: UInt32) {
        for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}
