/// Datagrams of all streams that gave records, some ten thousand of them: what one is known by that comes again long after.
///
/// A table of sets of eight places, in each of which the oldest makes room; 650 KiB, once the first datagram is there. Lost on a
/// stream that is flooded by others is nothing but this memory: `RecentDatagrams` keeps each stream's last ones.
struct RepeatedDatagrams: Sendable {
    private var digests: [UInt64] = []
    private var records: [UInt16] = []
    /// Of each set the place that is written next.
    private var next: [UInt8] = []

    private static let setCount = 8_192
    private static let ways = 8

    /// How many records a datagram gave when it was here before; `nil` where it was not, as far as is remembered.
    ///
    /// - Parameter digest: of the datagram and its stream.
    func records(of digest: UInt64) -> UInt64? {
        guard !digests.isEmpty else { return nil }
        let start = Self.set(digest) * Self.ways
        for place in start..<start + Self.ways where digests[place] == digest && records[place] > 0 {
            return UInt64(records[place])
        }
        return nil
    }

    /// - Parameter count: above 0.
    mutating func insert(_ digest: UInt64, records count: Int) {
        if digests.isEmpty {
            digests = Array(repeating: 0, count: Self.setCount * Self.ways)
            records = Array(repeating: 0, count: Self.setCount * Self.ways)
            next = Array(repeating: 0, count: Self.setCount)
        }
        let set = Self.set(digest)
        let place = set * Self.ways + Int(next[set])
        (digests[place], records[place]) = (digest, UInt16(clamping: count))
        next[set] = (next[set] + 1) % UInt8(Self.ways)
    }

    private static func set(_ digest: UInt64) -> Int { Int(truncatingIfNeeded: digest % UInt64(setCount)) }
}
