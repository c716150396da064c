package import NetworkTypes

/// Where one captured frame lies in its batch, and what the capture says of it.
package struct Frame: Sendable {
    /// When it was captured. A capture that states no time (pcapng simple packet blocks) gives 1970-01-01T00:00:00Z,
    /// as libpcap does.
    package var time: Timestamp { Timestamp(nanoseconds: nanoseconds) }
    /// `time` as a number: what the loops over frames work on, without a call.
    package var nanoseconds: Int64
    /// Index of its first byte in the batch's bytes.
    package var offset: UInt32
    /// Bytes present.
    package var capturedLength: UInt32
    /// Bytes the frame had on the wire; never below `capturedLength`.
    package var originalLength: UInt32
    /// What the first byte begins.
    package var linkType: LinkType

    /// Index behind its last byte in the batch's bytes.
    @inlinable package var end: Int { Int(offset) + Int(capturedLength) }

    @inline(__always)
    package init(
        nanoseconds: Int64, offset: UInt32, capturedLength: UInt32, originalLength: UInt32, linkType: LinkType
    ) {
        self.nanoseconds = nanoseconds
        self.offset = offset
        self.capturedLength = capturedLength
        self.originalLength = max(originalLength, capturedLength)
        self.linkType = linkType
    }
}
