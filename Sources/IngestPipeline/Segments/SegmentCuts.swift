/// Where an input is cut into segments: every so many bytes, from the first record to count on.
struct SegmentCuts: Sendable {
    /// Where the first record to count begins.
    let start: UInt64
    /// Bytes of the input.
    private let size: UInt64
    private let segmentLength: UInt64
    /// For how many workers it is cut.
    let workers: Int

    /// Below this, cutting costs more than it saves.
    static let minimumLength: UInt64 = 16 * 1_024 * 1_024
    /// Above this, what waits for a segment before it would be large.
    private static let maximumLength: UInt64 = 64 * 1_024 * 1_024
    private static let segmentsPerWorker: UInt64 = 4

    /// `nil` when the input is not to be cut: for one worker, or when it is small.
    /// - Parameter minimumLength: the least bytes of a segment.
    init?(from start: UInt64, size: UInt64, jobs: Int, minimumLength: UInt64) {
        guard jobs > 1, size >= start, size - start >= 2 * minimumLength else { return nil }
        (self.start, self.size) = (start, size)
        // A number of workers that would make the product too large makes no difference.
        workers = min(jobs, Int(UInt32.max))
        let length = (size - start) / (UInt64(workers) * Self.segmentsPerWorker) + 1
        segmentLength = max(minimumLength, min(length, Self.maximumLength))
    }

    var segmentCount: Int { Int((size - start + segmentLength - 1) / segmentLength) }

    func beginning(of segment: Int) -> UInt64 { start + UInt64(segment) * segmentLength }

    /// Where segments that follow one another end.
    func end(of segments: Range<Int>) -> UInt64 { min(size, beginning(of: segments.upperBound)) }
}
