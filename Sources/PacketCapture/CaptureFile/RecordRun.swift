public import NetworkTypes

/// Records of one shape in a buffer, for a loop that looks at them where they lie.
///
/// Public, as nothing else is inlined into the loops of other modules. Words of a record are loaded at a pointer to its first
/// byte, from which at least `headerLength` bytes are in the buffer.
public protocol RecordRun {
    /// Bytes of a record before its frame.
    static var headerLength: Int { get }
    /// Where in the header the length captured and the length on the wire are.
    static var capturedOffset: Int { get }
    static var originalOffset: Int { get }

    var bytes: UnsafeRawBufferPointer { get }
    /// Where the bytes end that may be looked at: no further than the longest record from where the run begins, so that a
    /// captured length that fits in is sound.
    var end: Int { get }
    /// Records that begin here or later are left.
    var limit: Int { get }
    var linkType: LinkType { get }

    /// A record's time as it stands there, to be compared with `start` and `hourLength`.
    func time(_ record: UnsafeRawPointer) -> UInt64
    /// The time at which an hour begins, in Unix seconds, as it stands in records; `nil` where none can.
    func start(ofHour seconds: Int64) -> UInt64?
    var hourLength: UInt64 { get }

    /// How far it is to the next record by what the header says, whether or not it is sound.
    func length(_ record: UnsafeRawPointer) -> Int
    /// Whether the rest of a record is as it should be, of which `length` bytes are there.
    func isSound(_ record: UnsafeRawPointer, length: Int) -> Bool
    /// Whether a sound record's time is a usual one.
    func isTimeUsual(_ record: UnsafeRawPointer) -> Bool

    /// When a record was captured; `nil` when its header is not in the buffer, or cannot be read from here.
    func timestamp(at position: Int) -> Timestamp?
    /// A sound record as a frame.
    func frame(at position: Int) -> Frame
}

extension UnsafeRawPointer {
    /// The 32 bits at `offset` in little-endian order, which the caller has checked to be there.
    @inlinable @inline(__always)
    public func load32(_ offset: Int) -> UInt32 {
        unsafe UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
