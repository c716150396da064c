public import NetworkTypes

/// Enhanced packet blocks of a little-endian section (draft-ietf-opsawg-pcapng section 4.3) whose interfaces are all of one
/// link type and count time in one way. The words of the header: type, length of the block, interface, time (high, low),
/// captured length, original length; behind the packet padding, options, and the length again.
@safe
public struct PcapngRun: RecordRun {
    public let bytes: UnsafeRawBufferPointer
    public let end: Int
    public let limit: Int
    @usableFromInline let interfaceCount: UInt32
    public let linkType: LinkType
    public let hourLength: UInt64
    private let resolution: TimestampResolution

    /// - Returns: `nil` when an hour has too many units of the interfaces' clock.
    init?(
        _ bytes: UnsafeRawBufferPointer, end: Int, limit: Int, interfaceCount: Int, linkType: LinkType,
        resolution: TimestampResolution
    ) {
        guard let hourLength = resolution.count(ofSeconds: Self.secondsInHour) else { return nil }
        unsafe self.bytes = bytes
        (self.end, self.limit) = (end, limit)
        (self.interfaceCount, self.linkType) = (UInt32(clamping: interfaceCount), linkType)
        (self.resolution, self.hourLength) = (resolution, hourLength)
    }

    @inlinable @inline(__always) public static var headerLength: Int { 28 }
    @inlinable @inline(__always) public static var capturedOffset: Int { 20 }
    @inlinable @inline(__always) public static var originalOffset: Int { 24 }
    /// The header, and the length behind.
    static var secondsInHour: Int64 { 3_600 }
    @inlinable @inline(__always) static var leastLength: Int { 32 }
    /// Of an option with a value.
    @inlinable @inline(__always) static var leastOptionLength: Int { 8 }
    @inlinable @inline(__always) static var enhancedPacket: UInt32 { 6 }

    @inlinable @inline(__always)
    public func time(_ record: UnsafeRawPointer) -> UInt64 {
        unsafe UInt64(record.load32(12)) << 32 | UInt64(record.load32(16))
    }

    public func start(ofHour seconds: Int64) -> UInt64? { resolution.count(at: seconds) }

    @inlinable @inline(__always)
    public func length(_ record: UnsafeRawPointer) -> Int { unsafe Int(record.load32(4)) }

    @inlinable @inline(__always)
    public func isSound(_ record: UnsafeRawPointer, length: Int) -> Bool {
        // A length below the least is not an offset to load at.
        guard unsafe record.load32(0) == Self.enhancedPacket, length >= Self.leastLength, length & 3 == 0 else {
            return false
        }
        return unsafe record.load32(length &- 4) == UInt32(truncatingIfNeeded: length)
            && Int(record.load32(Self.capturedOffset)) <= length &- Self.leastLength
            && record.load32(8) < interfaceCount
            && (length &- Int(record.load32(Self.capturedOffset)) < Self.leastLength &+ Self.leastOptionLength
                || !statesLosses(record, length: length))
    }

    /// Whether the options of a block say that packets were lost before it: such a block is left to the reader.
    @usableFromInline
    func statesLosses(_ record: UnsafeRawPointer, length: Int) -> Bool {
        let start = Self.headerLength + (unsafe Int(record.load32(Self.capturedOffset)) + 3) & ~3
        let options = unsafe UnsafeRawBufferPointer(start: record + start, count: length - 4 - start)
        return unsafe PcapngOptions.dropCount(options, .little) > 0
    }

    @inlinable @inline(__always)
    public func isTimeUsual(_ record: UnsafeRawPointer) -> Bool { true }

    public func timestamp(at position: Int) -> Timestamp? {
        guard position < limit, position + Self.headerLength <= end,
            unsafe bytes.load32(position, .little) == Self.enhancedPacket
        else { return nil }
        return timestamp(position)
    }

    /// `nil` for a time that cannot be.
    private func timestamp(_ position: Int) -> Timestamp? {
        let units =
            unsafe UInt64(bytes.load32(position + 12, .little)) << 32 | UInt64(bytes.load32(position + 16, .little))
        return resolution.timestamp(units)
    }

    public func frame(at position: Int) -> Frame {
        unsafe precondition(position >= 0 && position + Self.headerLength <= end && end <= bytes.count)
        return unsafe Frame(
            // A record of the hour at hand has a time.
            nanoseconds: timestamp(position)?.nanoseconds ?? 0,
            offset: UInt32(truncatingIfNeeded: position + Self.headerLength),
            capturedLength: bytes.load32(position + Self.capturedOffset, .little),
            originalLength: bytes.load32(position + Self.originalOffset, .little), linkType: linkType)
    }
}
