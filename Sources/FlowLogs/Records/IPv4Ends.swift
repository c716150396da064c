/// The two ends of a flow between IPv4 addresses.
package struct IPv4Ends: Equatable, Sendable {
    package let source: UInt32
    package let destination: UInt32

    @inlinable @inline(__always)
    package init(source: UInt32, destination: UInt32) {
        (self.source, self.destination) = (source, destination)
    }
}

/// The ends of up to 64 records, of which a sink says at once which ones concern it.
struct EndsBatch {
    static let capacity = 64

    private var all = InlineArray<64, IPv4Ends>(repeating: IPv4Ends(source: 0, destination: 0))
    private(set) var count = 0

    var isFull: Bool { count == Self.capacity }

    /// Appends a pair; the batch must not be full.
    @inline(__always)
    mutating func append(source: UInt32, destination: UInt32) {
        all[count] = IPv4Ends(source: source, destination: destination)
        count += 1
    }

    mutating func removeAll() {
        count = 0
    }

    /// Which of the records concern a sink: a bit for each, the first one's lowest.
    @inline(__always)
    func concerned(by sink: some LogSink) -> UInt64 { sink.concerned(by: all.span.extracting(0..<count)) }
}
