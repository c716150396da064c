import CensusModel
import FlowRuns
import HourlyRollup
import NetworkTypes

/// The ranges of origins of hours that are read one after another, each range linked with the same one of the hours before.
struct LinkedRanges {
    private var ranges: [ClosedRange<IPAddress>] = []
    /// From the hours before; `nil` for the first ones, which begin with those that tell who began.
    private var links: [TraceLink?] = []
    /// For the columns of pages, of each range: of threads that share one each would write what the other's processor has at hand.
    private var rooms: [ColumnRoom] = []
    /// How many hours have had these ranges.
    private var count = 0
    private let room = SharedRecords.Room()
    /// What was not handed out yet, and the hours of it that it is about.
    private var held: [PackedHour] = []
    private var hours: [Hour] = []

    /// Some hours of a range.
    struct Part {
        let origins: ClosedRange<IPAddress>
        let held: [PackedHour]
        let links: (from: TraceLink?, to: TraceLink)
        let room: ColumnRoom
    }

    /// Of what was not handed out yet.
    var records: UInt64 { held.reduce(0) { $0.addingClamped($1.records) } }
    /// Bytes of its pages.
    var bytes: Int { held.reduce(0) { $0 + $1.size } }

    /// Whether ranges are to be cut.
    /// - Parameter most: so many hours have the same ranges.
    func mustBegin(_ most: Int) -> Bool { ranges.isEmpty || count >= most }

    mutating func begin(_ ranges: [ClosedRange<IPAddress>]) {
        (self.ranges, links, count) = (ranges, ranges.map { _ in nil }, 0)
        // Pages that two ranges have, too, come back to where they came from.
        rooms = ranges.map { _ in ColumnRoom(mostLists: 4) }
    }

    /// Takes an hour behind those before.
    mutating func add(_ hour: PackedHour) {
        var hour = hour
        hour.share(ranges, in: room)
        held.append(hour)
    }

    /// Notes that the parts that come are about the last hour, too.
    mutating func note(_ hour: Hour) {
        hours.append(hour)
        count += 1
    }

    /// What is held, range by range, and the hours that it is about; nothing where no hour was noted.
    mutating func next() -> (parts: [Part], hours: [Hour]) {
        guard !hours.isEmpty else { return ([], []) }
        let behind = ranges.map { _ in TraceLink() }
        defer { (links, held, hours) = (behind, [], []) }
        let parts = ranges.indices.map { place in
            Part(
                origins: ranges[place], held: held.map { $0.part(of: ranges[place]) },
                links: (links[place], behind[place]), room: rooms[place])
        }
        return (parts, hours)
    }
}
