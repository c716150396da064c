public import NetworkTypes

/// Where one captured frame lies in its batch, and what the capture says of it.
public struct Frame: Sendable {
    /// When it was captured. A capture that states no time (pcapng simple packet blocks) gives 1970-01-01T00:00:00Z,
    /// as libpcap does.
    public var time: Timestamp { Timestamp(nanoseconds: nanoseconds) }
    /// `time` as a number: what the loops over frames work on, without a call.
    public var nanoseconds: Int64
    /// Index of its first byte in the batch's bytes.
    public var offset: UInt32
    /// Bytes present.
    public var capturedLength: UInt32
    /// Bytes the frame had on the wire; never below `capturedLength`.
    public var originalLength: UInt32
    /// What the first byte begins.
    public var linkType: LinkType

    /// Index behind its last byte in the batch's bytes.
    @inlinable @inline(__always) public var end: Int { Int(offset) + Int(capturedLength) }

    @inlinable @inline(__always)
    public init(
        nanoseconds: Int64, offset: UInt32, capturedLength: UInt32, originalLength: UInt32, linkType: LinkType
    ) {
        self.nanoseconds = nanoseconds
        self.offset = offset
        self.capturedLength = capturedLength
        self.originalLength = max(originalLength, capturedLength)
        self.linkType = linkType
    }
}
