package import CensusModel
import FlowRuns
import GRDB
import HourlyRollup
import NetworkTypes

extension SQLiteCensus: StretchedFlowSource {
    package func forEachStretch(
        _ filter: FlowFilter, lookingBack back: Int32, _ body: (FlowStretch) throws -> Void
    ) throws -> Bool {
        try forEachStretch(filter, lookingBack: back, StretchSizes(), body)
    }

    func forEachStretch(
        _ filter: FlowFilter, lookingBack back: Int32, _ sizes: StretchSizes, _ body: (FlowStretch) throws -> Void
    ) throws -> Bool {
        do {
            return try queue.read { database in
                guard try Schema.version(of: database) >= Schema.firstVersionWithRuns else { return false }
                var stretches = try FlowStretches(filter, lookingBack: back, sizes, store: path, database)
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
    /// Ranges are cut again after so many hours, for origins come and go.
    var linkedHours = 48
    /// A range has no more, with the same of the hours before.
    var range: UInt64 { 4 * usual }
    /// Where the pages that hold one origin have more, the store is not read in stretches.
    var mostBytesOfRange = 32 << 20
    /// Of an hour so many are open at once.
    var mostOpen = MergeSizes.ofThread
}

/// Cuts the flows of a store into stretches: some hours each, or a range of the origins of one hour that is large.
private struct FlowStretches {
    private let filter: FlowFilter
    private let back: Int32
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
        _ filter: FlowFilter, lookingBack back: Int32, _ sizes: StretchSizes, store: String, _ database: Database
    ) throws {
        var whole = filter
        whole.hours = HourRange(from: filter.hours.from?.advanced(by: -back), before: filter.hours.to)
        whole.includesPruned = true
        (self.filter, self.back, self.sizes) = (whole, back, sizes)
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
            guard window.size > sizes.mostOfHours else {
                linked.end()
                return try take(window, body)
            }
            try handOutHeld(body)
            if asked.contains(window.hour) { try handOut(window, body) } else { held = [] }
        }
        try handOutHeld(body)
    }

    /// Ranges of which each thread has one at least.
    private func ranges(_ window: Window) throws -> [ClosedRange<IPAddress>] {
        let size = min(sizes.range, window.records / UInt64(ConcurrentMap.threads) + 1)
        return try OriginCuts(window.runs, of: size, filter.origins, database).ranges
    }

    /// Reads what is missing of a window.
    private mutating func hold(_ window: Window) throws {
        if first == nil { held.removeAll { $0.hour < window.hour.advanced(by: -back) } }
        // Behind hours that were handed out in several ranges those that tell who began are not there yet.
        let missing = window.runs.filter { run in run.hour > held.last?.hour ?? run.hour.advanced(by: -1) }
        for (hour, runs) in Dictionary(grouping: missing, by: \.hour).sorted(by: { $0.key < $1.key }) {
            held.append(try flows.packed(hour, runs))
        }
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

    /// Hands out an hour, a range of origins after the other.
    private mutating func handOut(_ window: Window, _ body: (FlowStretch) throws -> Void) throws {
        guard window.size <= sizes.mostOfLinkedHours else {
            linked.end()
            let ranges = try OriginCuts(window.runs, of: sizes.range, filter.origins, database).ranges
            if ranges.count == 1 {
                try hold(window)
                return try body(FlowStretch(HourRange(only: window.hour), of: ranges[0], packed(held)))
            }
            held = []
            for range in ranges { try handOut(range, of: window.hour, window.runs, nil, body) }
            return
        }
        held = []
        if linked.mustBegin(sizes.linkedHours) { linked.begin(try ranges(window)) }
        for (range, links) in linked.next() {
            let runs = links.from == nil ? window.runs : window.runs.filter { $0.hour == window.hour }
            try handOut(range, of: window.hour, runs, links, body)
        }
    }

    private func handOut(
        _ range: ClosedRange<IPAddress>, of hour: Hour, _ runs: [RunRow], _ links: (from: TraceLink?, to: TraceLink)?,
        _ body: (FlowStretch) throws -> Void
    ) throws {
        var part = filter
        part.origins = range
        let flows = try RunFlows(part, database)
        let hours = try Dictionary(grouping: runs, by: \.hour).sorted { $0.key < $1.key }
            .map { try flows.packed($0.key, $0.value) }
        try body(FlowStretch(HourRange(only: hour), of: range, packed(hours, links)))
    }

    private func packed(_ hours: [PackedHour], _ links: (from: TraceLink?, to: TraceLink)? = nil) -> PackedHours {
        PackedHours(store: store, hours: hours, attributions: attributions, mostOpen: sizes.mostOpen, links: links)
    }
}
