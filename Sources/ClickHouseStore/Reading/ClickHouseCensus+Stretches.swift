package import CensusModel
import HourlyRollup
import NetworkTypes

extension ClickHouseCensus: StretchedFlowSource {
    /// Each stretch asks the server by itself, so that one thread judges what it got while the server answers another one. An hour is
    /// within one stretch, however large it is: its rows are read as they come. They come in the order of hours, whatever is asked for.
    package func forEachStretch(
        _ filter: FlowFilter, lookingBack back: Int32, inOrder order: StretchOrder,
        _ body: (FlowStretch) throws -> Void
    ) throws -> Bool {
        try forEachStretch(filter, lookingBack: back, StretchSizes(), body)
        return true
    }

    /// How many rows stretches hold.
    struct StretchSizes {
        /// A stretch has as many at least, but the last one, and twice as many where all threads have one then.
        var usual: UInt64 = 1 << 17
        /// The hours before a stretch are read once more for it: so that this stays a small part of all reading, a stretch has so many
        /// times as many rows as its last hour and those before that. It has less where else not all threads had one.
        var timesLookedBack: UInt64 = 6
        var read = CountedFlows.Sizes()
    }

    func forEachStretch(
        _ filter: FlowFilter, lookingBack back: Int32, _ sizes: StretchSizes, _ body: (FlowStretch) throws -> Void
    ) throws {
        guard !filter.hours.isEmpty else { return }
        var whole = filter
        whole.hours = HourRange(from: filter.hours.from?.advanced(by: -back), before: filter.hours.to)
        whole.includesPruned = true
        let flows = try CountedFlows(self, whole, snapshot(), sizes.read)
        let stretches = sizes.stretches(flows.rowsByHour, of: filter.hours, lookingBack: back)
        for stretch in stretches {
            let part = flows.part(flows.rowsByHour[stretch.read], isAlone: stretches.count == 1)
            try body(FlowStretch(stretch.hours, part))
        }
    }
}

extension ClickHouseCensus.StretchSizes {
    /// Cuts hours into stretches.
    /// - Returns: of each stretch the hours that it is about, and which of the counted ones it reads, in order.
    func stretches(
        _ counted: [CountedFlows.HourRows], of asked: HourRange, lookingBack back: Int32
    ) -> [(hours: HourRange, read: Range<Int>)] {
        var stretches: [(hours: HourRange, read: Range<Int>)] = []
        let own = counted.indices.filter { asked.contains(counted[$0].hour) }
        let share = own.reduce(0 as UInt64) { $0.addingClamped(counted[$1].rows) } / UInt64(ConcurrentMap.threads) + 1
        var (start, rows) = (own.startIndex, 0 as UInt64)
        for (place, index) in own.enumerated() {
            rows = rows.addingClamped(counted[index].rows)
            let window = Self.before(counted[index].hour, back, counted, upTo: index)..<(index + 1)
            guard place == own.count - 1 || isLarge(rows, share, counted[window]) else { continue }
            let hours = HourRange(from: counted[own[start]].hour, to: counted[index].hour.advanced(by: 1))
            let first = Self.before(counted[own[start]].hour, back, counted, upTo: own[start])
            stretches.append((hours, first..<(index + 1)))
            (start, rows) = (place + 1, 0)
        }
        return stretches
    }

    /// - Parameters:
    ///   - share: rows of which all threads have as many.
    ///   - window: the last hour of the stretch and those before that tell who began.
    private func isLarge(_ rows: UInt64, _ share: UInt64, _ window: ArraySlice<CountedFlows.HourRows>) -> Bool {
        guard rows >= usual else { return false }
        let lookedBack = window.reduce(0 as UInt64) { $0.addingClamped($1.rows) }
        return rows >= share || rows >= 2 * usual && rows / timesLookedBack >= lookedBack
    }

    /// The first of the hours that are looked back at.
    private static func before(
        _ hour: Hour, _ back: Int32, _ counted: [CountedFlows.HourRows], upTo end: Int
    ) -> Int {
        var first = end
        while first > 0, counted[first - 1].hour >= hour.advanced(by: -back) { first -= 1 }
        return first
    }
}
