/// The part of a frame that a header may look at.
///
/// Every length on the wire can only make it smaller, so that a header never sees what lies behind its own packet.
struct Window {
    /// Where the next header begins: bytes into the frame.
    private(set) var start: Int
    /// Where the captured bytes end for this header; never beyond the frame's captured bytes.
    private(set) var end: Int
    /// Where the packet ends by what its headers state, captured or not; never below `start`.
    private(set) var statedEnd: Int
    /// The packets of an aggregate that stand behind the one at hand; `nil` where there are none.
    var laterPackets: LaterPackets?

    /// The whole frame.
    init(capturedLength: Int, originalLength: Int) {
        start = 0
        end = capturedLength
        statedEnd = originalLength
    }

    /// Captured bytes from `start` on.
    var present: Int { max(0, end - start) }
    /// Bytes from `start` on by what the headers state.
    var stated: Int { max(0, statedEnd - start) }

    /// Requires that `length` bytes of `header` were captured.
    func require(_ length: Int, of header: HeaderKind) throws(DecodingError) {
        guard present >= length else {
            throw DecodingError(header, at: start, .cut(needed: length, present: present))
        }
    }

    /// Passes over `length` bytes, captured or not.
    mutating func advance(_ length: Int) {
        start += length
    }

    /// Ends the packet `length` bytes from here: what a header states of itself and its payload.
    mutating func limit(_ length: Int) {
        statedEnd = start + length
        end = min(end, statedEnd)
    }

    /// Ends the packet `length` bytes from here, unless it ends before.
    mutating func tighten(_ length: Int) {
        if length < stated { limit(length) }
    }
}
