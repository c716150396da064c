package import CensusModel
import FlowRuns
import GRDB
import HourlyRollup
import NetworkTypes

extension SQLiteCensus: StretchedFlowSource {
    package func forEachStretch(
        _ filter: FlowFilter, lookingBack back: Int32, inOrder order: StretchOrder,
        _ body: (FlowStretch) throws -> Void
    ) throws -> Bool {
        try forEachStretch(filter, lookingBack: back, inOrder: order, StretchSizes(), body)
    }

    func forEachStretch(
        _ filter: FlowFilter, lookingBack back: Int32, inOrder order: StretchOrder, _ sizes: StretchSizes,
        _ body: (FlowStretch) throws -> Void
    ) throws -> Bool {
        do {
            return try queue.read { database in
                guard try Schema.version(of: database) >= Schema.firstVersionWithRuns else { return false }
                var stretches = try FlowStretches(
                    filter, lookingBack: back, inOrder: order, sizes, store: path, database)
                guard try stretches.fit() else { return false }
                try stretches.handOut(body)
                return true
            }
        } catch let error as DatabaseError {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: "read the flows", store: path))
        }
    }
}

/// How many records stretches hold. Packed, a record takes some 20 bytes.
struct StretchSizes: Sendable {
    /// A stretch has as many at least, and twice as many where all threads have one then.
    var usual: UInt64 = 1 << 17
    /// The hours before a stretch, which tell who began, are read once more for it: so that this stays a small part of all reading,
    /// a stretch has so many times as many records as its last hour and those before that. It has less where else not all threads
    /// had one, or where its pages take many bytes: several are to fit into a few ten MiB.
    var timesLookedBack: UInt64 = 6
    var mostBytes = 8 << 20
    /// Hours that have more, with those before that tell who began, are read in ranges of origins.
    var mostOfHours: UInt64 = 1 << 19
    /// Where they have no more than these, each range of one hour goes on where the same of the hour before ended, so that no hour is
    /// read twice; what is kept of three hours is all in memory then. Where they have more, each range begins with the hours before.
    var mostOfLinkedHours: UInt64 = 1 << 20
    /// An hour that has as many is read in linked ranges even where it could be read as a whole, if whoever reads it takes many stretches:
    /// hours that are not read twice save more than a stretch costs.
    var leastOfLinkedHour: UInt64 = 1 << 14
    /// But not where an hour has more runs on the average: of each run one page may lie in two ranges.
    var mostRunsOfLinkedHour = 8
    /// So many records of several hours are handed out at once, range by range, and no more than twice `mostBytes`.
    var mostOfLinked: UInt64 = 1 << 20
    /// Ranges are cut again after so many hours, for origins come and go.
    var linkedHours = 168
    /// A range has no more, with the same of the hours before.
    var range: UInt64 { 4 * usual }
    /// Where the pages that hold one origin have more, the store is not read in stretches.
    var mostBytesOfRange = 32 << 20
    /// Of an hour so many are open at once.
    var mostOpen = MergeSizes.ofThread
}

/// Cuts the flows of a store into stretches: some hours each, or a range of the origins of some.
private struct FlowStretches {
    private let filter: FlowFilter
    private let back: Int32
    private let order: StretchOrder
    private let sizes: StretchSizes
    private let store: String
    private let database: Database
    private let flows: RunFlows
    private let attributions: [Int64: Attribution]
    /// The hours that the next stretch holds; the first ones only tell who began.
    private var held: [PackedHour] = []
    private var first: Hour?
    /// Of the hours of the next stretch that it is about.
    private var records: UInt64 = 0
    private var bytes = 0
    /// How many records each thread has where all have as many.
    private var share: UInt64 = .max
    /// The ranges of the hours that are read so.
    private var linked = LinkedRanges()

    init(
        _ filter: FlowFilter, lookingBack back: Int32, inOrder order: StretchOrder, _ sizes: StretchSizes,
        store: String, _ database: Database
    ) throws {
        var whole = filter
        whole.hours = HourRange(from: filter.hours.from?.advanced(by: -back), before: filter.hours.to)
        whole.includesPruned = true
        (self.filter, self.back, self.order, self.sizes) = (whole, back, order, sizes)
        (self.store, self.database) = (store, database)
        asked = filter.hours
        flows = try RunFlows(whole, database)
        attributions = try AttributionTable.all(database)
    }

    /// The hours whose flows are asked for.
    private let asked: HourRange

    /// Whether every range of origins that is read by itself fits into memory.
    mutating func fit() throws -> Bool {
        var (fits, records) = (true, 0 as UInt64)
        try forEachWindow { window in
            guard fits, asked.contains(window.hour) else { return }
            records = records.addingClamped(window.ownRecords)
            guard window.size > sizes.mostOfHours else { return }
            let cuts = try OriginCuts(window.runs, of: sizes.range, filter.origins, database)
            fits = cuts.largest <= sizes.mostBytesOfRange
        }
        share = records / UInt64(ConcurrentMap.threads) + 1
        return fits
    }

    /// An hour and those before it that tell who began its flows.
    private struct Window {
        let hour: Hour
        var runs: [RunRow]
        var records: UInt64 { runs.reduce(0) { $0.addingClamped($1.totals.records) } }
        /// In records: a run takes something beside its own.
        var size: UInt64 { records.addingClamped(32 * UInt64(runs.count)) }
        /// Of the hour alone.
        var ownRecords: UInt64 { runs.reduce(0) { $1.hour == hour ? $0.addingClamped($1.totals.records) : $0 } }
    }

    private func forEachWindow(_ body: (Window) throws -> Void) throws {
        var runs: [RunRow] = []
        try flows.forEachHour { hour, own in
            runs.removeAll { $0.hour < hour.advanced(by: -back) }
            runs += own
            try body(Window(hour: hour, runs: runs))
        }
    }

    mutating func handOut(_ body: (FlowStretch) throws -> Void) throws {
        try forEachWindow { window in
            if window.size > sizes.mostOfHours {
                try handOutHeld(body)
                held = []
                if asked.contains(window.hour) { try handOutLarge(window, body) }
            } else if asked.contains(window.hour), try isToBeLinked(window) {
                held = []
                try link(window, body)
            } else {
                try endLinks(body)
                try take(window, body)
            }
        }
        try endLinks(body)
        try handOutHeld(body)
    }

    /// Reads what is missing of a window.
    private mutating func hold(_ window: Window) throws {
        if first == nil { held.removeAll { $0.hour < window.hour.advanced(by: -back) } }
        // Behind hours that were handed out in several ranges those that tell who began are not there yet.
        let missing = window.runs.filter { run in run.hour > held.last?.hour ?? run.hour.advanced(by: -1) }
        held += try packed(missing, by: flows)
    }

    /// Takes the next hour into the stretch.
    private mutating func take(_ window: Window, _ body: (FlowStretch) throws -> Void) throws {
        try hold(window)
        guard asked.contains(window.hour) else { return }
        if first == nil { first = window.hour }
        records += held.last?.records ?? 0
        bytes += held.last?.size ?? 0
        if isLarge(window) { try handOutHeld(body) }
    }

    /// Whether the stretch is to end with an hour.
    private func isLarge(_ window: Window) -> Bool {
        guard records >= sizes.usual else { return false }
        let size = max(2 * sizes.usual, sizes.timesLookedBack * window.records)
        return bytes >= sizes.mostBytes || records >= min(share, size)
    }

    private mutating func handOutHeld(_ body: (FlowStretch) throws -> Void) throws {
        guard let start = first, let last = held.last?.hour else { return }
        let hours = HourRange(from: start, before: last.advanced(by: 1))
        try body(FlowStretch(hours, packed(held)))
        (first, records, bytes) = (nil, 0, 0)
    }

    private func packed(_ runs: [RunRow], by flows: RunFlows) throws -> [PackedHour] {
        try Dictionary(grouping: runs, by: \.hour).sorted { $0.key < $1.key }.map { try flows.packed($0.key, $0.value) }
    }

    private func packed(
        _ hours: [PackedHour], _ links: (from: TraceLink?, to: TraceLink)? = nil, _ room: ColumnRoom = ColumnRoom()
    ) -> PackedHours {
        PackedHours(
            store: store, hours: hours, attributions: attributions, mostOpen: sizes.mostOpen, links: links, room: room)
    }
}

// MARK: - Ranges of origins

extension FlowStretches {
    /// Hands out an hour, a range of origins after the other.
    private mutating func handOutLarge(_ window: Window, _ body: (FlowStretch) throws -> Void) throws {
        guard window.size > sizes.mostOfLinkedHours else { return try link(window, body) }
        try endLinks(body)
        let ranges = try OriginCuts(window.runs, of: sizes.range, filter.origins, database).ranges
        for range in ranges {
            var part = filter
            part.origins = range
            let hours = try packed(window.runs, by: RunFlows(part, database))
            try body(FlowStretch(HourRange(only: window.hour), of: range, packed(hours)))
        }
    }

    /// Whether an hour that can be read as a whole is read in linked ranges: where whoever reads it takes as many stretches, and ranges
    /// are such that all threads have something to do.
    private func isToBeLinked(_ window: Window) throws -> Bool {
        guard back > 0, order != .hours, first == nil else { return false }
        let hours = Set(window.runs.map(\.hour)).count
        guard window.runs.count <= hours * sizes.mostRunsOfLinkedHour else { return false }
        guard linked.mustBegin(sizes.linkedHours) else { return window.size >= sizes.leastOfLinkedHour }
        return try window.ownRecords >= sizes.leastOfLinkedHour && cuts(window).areEven
    }

    /// Ranges of which each thread has one at least.
    private func cuts(_ window: Window) throws -> OriginCuts {
        let size = min(sizes.range, window.records / UInt64(ConcurrentMap.threads) + 1)
        return try OriginCuts(window.runs, of: size, filter.origins, database)
    }

    /// Takes the next hour into the linked ranges, and hands them out; those of several hours at once where they may come so.
    private mutating func link(_ window: Window, _ body: (FlowStretch) throws -> Void) throws {
        if linked.mustBegin(sizes.linkedHours) {
            try endLinks(body)
            linked.begin(try cuts(window).ranges)
            for hour in try packed(window.runs, by: flows) { linked.add(hour) }
        } else {
            linked.add(try flows.packed(window.hour, window.runs.filter { $0.hour == window.hour }))
        }
        linked.note(window.hour)
        if order == .hours || linked.records >= sizes.mostOfLinked || linked.bytes >= 2 * sizes.mostBytes {
            try handOutLinked(body)
        }
    }

    private mutating func handOutLinked(_ body: (FlowStretch) throws -> Void) throws {
        let (parts, hours) = linked.next()
        for (place, part) in parts.enumerated() {
            let beside = order == .hourByHour ? FlowStretch.Beside(hours, isLast: place == parts.count - 1) : nil
            let all = HourRange(from: hours.first, before: hours.last?.advanced(by: 1))
            try body(FlowStretch(all, of: part.origins, beside: beside, packed(part.held, part.links, part.room)))
        }
    }

    /// The hours that come have other ranges, if any.
    private mutating func endLinks(_ body: (FlowStretch) throws -> Void) throws {
        try handOutLinked(body)
        linked = LinkedRanges()
    }
}
