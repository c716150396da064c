import HourlyRollup
import NetworkTypes

/// The ranges of origins of hours that are read one after another, each range linked with the same one of the hour before.
struct LinkedRanges {
    private var ranges: [ClosedRange<IPAddress>] = []
    /// From the hour before; `nil` for the first one, which begins with the hours before.
    private var links: [TraceLink?] = []
    private var hours = 0

    /// Whether ranges are to be cut.
    /// - Parameter most: so many hours have the same ranges.
    func mustBegin(_ most: Int) -> Bool { ranges.isEmpty || hours >= most }

    mutating func begin(_ ranges: [ClosedRange<IPAddress>]) {
        (self.ranges, links, hours) = (ranges, ranges.map { _ in nil }, 0)
    }

    /// Ends with the hour before: the next one has ranges of its own.
    mutating func end() {
        begin([])
    }

    /// The ranges of the next hour, and their links.
    mutating func next() -> [(ClosedRange<IPAddress>, (from: TraceLink?, to: TraceLink))] {
        let behind = ranges.map { _ in TraceLink() }
        defer { (links, hours) = (behind, hours + 1) }
        return zip(ranges, zip(links, behind)).map { ($0, (from: $1.0, to: $1.1)) }
    }
}
