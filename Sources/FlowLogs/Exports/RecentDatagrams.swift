/// The last datagrams of a stream that gave records: what a repeated one is known by.
struct RecentDatagrams: Sendable {
    private var digests: [UInt64] = []
    private var records: [UInt16] = []
    /// Where the oldest stands, once all places are taken.
    private var oldest = 0

    static let limit = 32

    /// How many records a datagram gave when it was here before; `nil` where it was not, as far as is remembered.
    func records(of digest: UInt64) -> UInt64? {
        digests.firstIndex(of: digest).map { UInt64(records[$0]) }
    }

    mutating func insert(_ digest: UInt64, records count: Int) {
        let count = UInt16(clamping: count)
        if digests.count < Self.limit {
            digests.append(digest)
            records.append(count)
        } else {
            (digests[oldest], records[oldest]) = (digest, count)
            oldest = (oldest + 1) % Self.limit
        }
    }
}
