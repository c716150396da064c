import NetworkTypes

/// The frames of one batch, at most `capacity` of them, in an array that is never reallocated.
///
/// A list that stays in cache is written by the reader and read by the classifier without a trip to memory.
package struct FrameList: Sendable {
    private var storage: [Frame]
    package private(set) var count = 0
    private var losses = StatedLosses()

    package static let capacity = 1_024

    package init() {
        let none = Frame(nanoseconds: 0, offset: 0, capturedLength: 0, originalLength: 0, linkType: .null)
        storage = Array(repeating: none, count: Self.capacity)
    }

    package var isEmpty: Bool { count == 0 }

    package subscript(index: Int) -> Frame {
        precondition(index < count, "a frame of this batch")
        return storage[index]
    }

    /// Lends the frames for a loop that must not pay for a call and two checks each.
    package func withFrames<Result>(_ body: (UnsafeBufferPointer<Frame>) -> Result) -> Result {
        unsafe storage.withUnsafeBufferPointer { unsafe body(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }

    /// Empties the list and lets `body` fill it.
    mutating func refill<Result>(_ body: (inout FrameWriter) -> Result) -> Result {
        unsafe storage.withUnsafeMutableBufferPointer { buffer in
            var writer = unsafe FrameWriter(buffer)
            let result = body(&writer)
            count = writer.count
            if !writer.losses.isEmpty { losses.formUnion(writer.losses) }
            return result
        }
    }

    /// What the capture said was lost since this was last called.
    mutating func takeLosses() -> StatedLosses {
        defer { losses = StatedLosses() }
        return losses
    }

    mutating func removeAll() {
        count = 0
    }
}

/// Room for frames, filled from the front.
///
/// Unsafe, because an append per record through an array costs a check of uniqueness each; `append` compares the count
/// with the room itself.
@safe
public struct FrameWriter: ~Copyable {
    @usableFromInline let room: UnsafeMutableBufferPointer<Frame>
    @usableFromInline var count = 0
    /// What is said between the frames of packets that were lost.
    var losses = StatedLosses()

    init(_ room: UnsafeMutableBufferPointer<Frame>) {
        unsafe self.room = room
    }

    @inlinable @inline(__always)
    public var isFull: Bool { unsafe count >= room.count }

    /// How many more frames there is room for.
    @inlinable @inline(__always)
    public var roomLeft: Int { unsafe room.count - count }

    /// Adds a frame; one for which there is no room is a programmer's error.
    @inlinable @inline(__always)
    public mutating func append(_ frame: Frame) {
        unsafe precondition(count < room.count, "the room was checked")
        unsafe room[count] = frame
        count += 1
    }
}
