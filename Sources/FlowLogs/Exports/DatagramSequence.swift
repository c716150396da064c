import NetworkTypes

/// What the sequence numbers of one exporter and domain say: what is missing, what came late, where the exporter began again.
///
/// NetFlow v5 counts flows, IPFIX data records, NetFlow v9 and sFlow datagrams; each datagram's number is what was sent before
/// it. Exporters that count otherwise (with the datagram's own records, datagrams for records or records for datagrams) are met,
/// and recognised by their numbers fitting that way. A gap is held for some datagrams, in which late ones may fill it. Memory
/// is bounded by `maximumGaps`.
struct DatagramSequence: Sendable {
    /// How many datagrams a gap stays open.
    static let patience: UInt64 = 64
    static let maximumGaps = 8
    /// An exporter began again when its time of start has moved so far; clocks are set by less.
    static let restartMilliseconds: Int32 = 60_000

    /// What a datagram says of its place.
    struct Datagram {
        var number: UInt32
        /// By how many the number of the next datagram is to be higher, by the protocol.
        var units: UInt32
        /// Records of flows that it gave.
        var records: Int
        /// Data records that it held, of options too.
        var dataRecords: Int
        /// Bytes of data sets whose templates are not known.
        var unknownBytes = 0
        /// How many records those are, about.
        var unknownRecords: UInt64 = 0
        /// When the exporter began, in milliseconds of whichever clock, as 32 bits; `nil` where nothing says.
        var start: UInt32?
        var time: Timestamp
    }

    private struct Gap: Sendable {
        var from: UInt32
        var count: UInt32
        let time: Timestamp
        /// How many datagrams had been there when it was seen.
        let born: UInt64
    }

    /// Data sets without a template, of which the next number may say how many records they held.
    private struct Unknown: Sendable {
        let bytes: Int
        let records: UInt64
        let time: Timestamp

        init?(_ datagram: Datagram) {
            guard datagram.unknownBytes > 0 else { return nil }
            (bytes, records, time) = (datagram.unknownBytes, datagram.unknownRecords, datagram.time)
        }

        /// As many records as a number says that is so much higher than expected; `nil` where they had no room.
        func records(by distance: Int32) -> UInt64? {
            let shortestRecord = 4
            return distance > 0 && Int(distance) <= bytes / shortestRecord ? UInt64(distance) : nil
        }
    }

    private struct Alternative: Sendable {
        let next: UInt32
        let unknown: Unknown?

        /// Whether a number goes on from there.
        func isMet(by number: UInt32) -> Bool {
            number == next || unknown?.records(by: Int32(bitPattern: number &- next)) != nil
        }
    }

    /// How an exporter counts.
    private enum Counting: UInt8, Sendable {
        case byProtocol
        /// The number includes the datagram's own records.
        case behindOwn
        /// Datagrams where records are to be counted.
        case datagrams
        /// Records where datagrams are to be counted.
        case records
    }

    private let countsRecords: Bool
    private var counting = Counting.byProtocol
    /// How many datagrams in a row fitted another way of counting.
    private var votes = 0
    private var isStarted = false
    private var lowest: UInt32 = 0
    private var last: (number: UInt32, units: UInt32, dataRecords: UInt32) = (0, 0, 0)
    private var start: UInt32?
    /// The export time of the last datagram.
    private var lastTime = Timestamp(nanoseconds: 0)
    /// Whether nothing has come since the state was restored.
    private var isRestored = false
    /// Where numbers would go on, should the exporter have begun again at the last number that fits nowhere.
    private var alternative: Alternative?
    private var gaps: [Gap] = []
    private var datagrams: UInt64 = 0
    private var records: UInt64 = 0
    private var unknown: Unknown?

    /// Whether records of any datagram were decoded, before a restart too.
    var hasRecords: Bool { records > 0 }

    /// - Parameter countsRecords: whether numbers count records (NetFlow v5, IPFIX), not datagrams.
    init(countsRecords: Bool) {
        self.countsRecords = countsRecords
    }

    /// Whether `settle` would have something to say.
    var isOpen: Bool { !gaps.isEmpty || unknown != nil || alternative?.unknown != nil }

    /// Takes the next datagram, in the order of arrival. Repeated ones are not for it.
    mutating func take(_ datagram: Datagram, _ origin: LogOrigin, into sink: inout some LogSink) {
        datagrams += 1
        records += UInt64(datagram.records)
        defer { close(&sink, origin) }
        if isRestored, takeFirstSince(datagram, origin, into: &sink) { return }
        guard isStarted, !hasRestarted(datagram) else {
            settle(into: &sink, origin)
            return begin(datagram)
        }
        let distance = Int32(bitPattern: datagram.number &- expected(counting, datagram))
        let found = note(unknown, next: countsRecords ? distance : 0, &sink, origin)
        unknown = nil
        let rest = distance &- Int32(clamping: found)
        if rest == 0 {
            setAlternative(nil, &sink, origin)
            if counting == .byProtocol { votes = 0 }
            advance(datagram)
        } else if let alternative, alternative.isMet(by: datagram.number) {
            // Two in a row that go on from one another: the exporter began again.
            settleGaps(&sink, origin)
            _ = note(
                alternative.unknown, next: Int32(bitPattern: datagram.number &- alternative.next), &sink, origin)
            self.alternative = nil
            begin(datagram)
        } else if fitsOtherwise(datagram, distance: rest) {
            advance(datagram)
        } else if rest > 0, rest < longestGap {
            gaps.append(
                Gap(
                    from: datagram.number &- UInt32(rest), count: UInt32(rest), time: datagram.time, born: datagrams))
            advance(datagram)
        } else {
            takeLate(datagram, &sink, origin)
        }
    }

    /// Takes the first datagram since the state was restored, where too much time lies between for what is missing to be said of
    /// the hour at hand: nobody observed the hours before.
    /// - Returns: whether it was that, and is done with.
    private mutating func takeFirstSince(
        _ datagram: Datagram, _ origin: LogOrigin, into sink: inout some LogSink
    ) -> Bool {
        isRestored = false
        let (away, isBeyond) = datagram.time.nanoseconds.subtractingReportingOverflow(lastTime.nanoseconds)
        guard isBeyond || away > Self.longestAbsence, !hasRestarted(datagram) else { return false }
        let distance = Int32(bitPattern: datagram.number &- expected(counting, datagram))
        if distance > 0 {
            sink.note(.remark("sent_while_stopped"), count: UInt64(distance), at: datagram.time, from: origin)
        }
        begin(datagram)
        return true
    }

    /// Nanoseconds for which a collector may be away, so that what is missing counts as lost in the hour of its return.
    private static let longestAbsence = 3_600 * Timestamp.nanosecondsPerSecond

    /// Notes as lost what is still missing: at the end of an input, and wherever coverage is to be complete.
    mutating func settle(into sink: inout some LogSink, _ origin: LogOrigin) {
        _ = note(unknown, next: 0, &sink, origin)
        unknown = nil
        setAlternative(nil, &sink, origin)
        settleGaps(&sink, origin)
    }

    /// Jumps further than that are an exporter's that began elsewhere.
    private var longestGap: Int32 { countsRecords ? 1 << 26 : 1 << 22 }

    private mutating func begin(_ datagram: Datagram) {
        isStarted = true
        lowest = datagram.number
        start = datagram.start
        advance(datagram)
    }

    private mutating func advance(_ datagram: Datagram) {
        last = (datagram.number, datagram.units, UInt32(clamping: datagram.dataRecords))
        if let begun = datagram.start { start = begun }
        lastTime = datagram.time
        unknown = Unknown(datagram)
    }

    private func hasRestarted(_ datagram: Datagram) -> Bool {
        guard let start, let begun = datagram.start else { return false }
        return Int32(bitPattern: begun &- start).magnitude > UInt32(Self.restartMilliseconds)
    }

    /// The number that the datagram would have, did nothing lie between it and the last.
    private func expected(_ counting: Counting, _ datagram: Datagram) -> UInt32 {
        switch counting {
        case .byProtocol: last.number &+ last.units
        case .behindOwn: last.number &+ datagram.units
        case .datagrams: last.number &+ 1
        case .records: last.number &+ last.dataRecords
        }
    }

    /// Whether the number is right by another way of counting; a way that two datagrams in a row fit is kept.
    ///
    /// A number that is too low by the protocol cannot come of loss, nor one that is too high by less than a datagram holds;
    /// so these are believed at once.
    private mutating func fitsOtherwise(_ datagram: Datagram, distance: Int32) -> Bool {
        let others: [Counting] = countsRecords ? [.byProtocol, .datagrams, .behindOwn] : [.byProtocol, .records]
        guard gaps.isEmpty || votes > 0, alternative == nil,
            let fitting = others.first(where: { $0 != counting && expected($0, datagram) == datagram.number })
        else {
            votes = 0
            return false
        }
        votes += 1
        let isPlausible =
            distance < 0
            ? fitting == .datagrams : fitting == .behindOwn && distance < Int32(clamping: last.units / 4 + 1)
        guard votes > 1 || isPlausible else { return false }
        if votes > 1 {
            // What was taken for loss before was not loss.
            counting = fitting
            gaps.removeAll()
        }
        return true
    }

    /// Takes a number that lies before the expected one, or too far behind it: a late datagram, or the first of an exporter that
    /// began again, which the next one tells.
    private mutating func takeLate(_ datagram: Datagram, _ sink: inout some LogSink, _ origin: LogOrigin) {
        let held = Unknown(datagram)
        if fill(datagram) || isBeforeLowest(datagram) {
            _ = note(held, next: 0, &sink, origin)
        } else {
            setAlternative(Alternative(next: datagram.number &+ datagram.units, unknown: held), &sink, origin)
        }
    }

    /// Whether a datagram was sent before the first that came, and came late: all of it lies before that.
    private mutating func isBeforeLowest(_ datagram: Datagram) -> Bool {
        let before = Int32(bitPattern: lowest &- datagram.number)
        let units = countsRecords ? Int32(clamping: datagram.units) : 1
        guard datagram.unknownBytes == 0, before >= max(1, units),
            Int64(before) < Int64(Self.patience) * Int64(max(1, units))
        else { return false }
        lowest = datagram.number
        return true
    }

    private mutating func setAlternative(
        _ new: Alternative?, _ sink: inout some LogSink, _ origin: LogOrigin
    ) {
        _ = note(alternative?.unknown, next: 0, &sink, origin)
        alternative = new
    }

    /// Takes a late datagram's records off the gap that it fills.
    private mutating func fill(_ datagram: Datagram) -> Bool {
        let units = max(1, datagram.units)
        for index in gaps.indices {
            let offset = datagram.number &- gaps[index].from
            guard offset < gaps[index].count else { continue }
            let filled = min(units, gaps[index].count - offset)
            let behind = gaps[index].count - offset - filled
            var rest = gaps[index]
            rest.from = datagram.number &+ filled
            rest.count = behind
            gaps[index].count = offset
            if behind > 0 { gaps.insert(rest, at: index + 1) }
            if offset == 0 { gaps.remove(at: index) }
            return true
        }
        return false
    }

    /// Notes records without a template.
    ///
    /// - Parameter distance: by how much the next number is higher than the known records account for; 0 where nothing says.
    /// - Returns: how many of that are records without a template.
    private func note(
        _ unknown: Unknown?, next distance: Int32, _ sink: inout some LogSink, _ origin: LogOrigin
    ) -> UInt64 {
        guard let unknown else { return 0 }
        let count = unknown.records(by: distance) ?? unknown.records
        sink.note(.withoutTemplate, count: count, at: unknown.time, from: origin)
        return distance > 0 ? min(count, UInt64(distance)) : 0
    }

    /// Notes gaps as lost that no datagram will fill any more.
    private mutating func close(_ sink: inout some LogSink, _ origin: LogOrigin) {
        while let gap = gaps.first, gaps.count > Self.maximumGaps || datagrams - gap.born > Self.patience {
            note(gap, &sink, origin)
            gaps.removeFirst()
        }
    }

    private mutating func settleGaps(_ sink: inout some LogSink, _ origin: LogOrigin) {
        for gap in gaps { note(gap, &sink, origin) }
        gaps.removeAll()
    }

    /// Lost datagrams count as many records as one had in the mean.
    private func note(_ gap: Gap, _ sink: inout some LogSink, _ origin: LogOrigin) {
        let areRecords = countsRecords ? counting != .datagrams : counting == .records
        let count = areRecords ? UInt64(gap.count) : (UInt64(gap.count) * records + datagrams / 2) / datagrams
        if count > 0 { sink.note(.lostBySequence, count: count, at: gap.time, from: origin) }
    }
}

// MARK: - Saving

extension DatagramSequence {
    /// How many bytes `saved` has.
    static let savedLength = 42

    /// Where the numbers have come to, in network byte order; `nil` before the first.
    var saved: [UInt8]? {
        guard isStarted else { return nil }
        let numbers: [[UInt8]] = [
            Self.bytes(last.number), Self.bytes(last.units), Self.bytes(last.dataRecords), [counting.rawValue],
            [start == nil ? 0 : 1], Self.bytes(start ?? 0), Self.bytes(datagrams), Self.bytes(records),
            Self.bytes(lastTime.nanoseconds),
        ]
        return numbers.flatMap { $0 }
    }

    /// Goes on from where the numbers had come to, unless it knows something newer (of equal times, what is restored later); false where
    /// the bytes cannot be that.
    mutating func restore(_ bytes: Span<UInt8>, at place: Int) -> Bool {
        guard let counting = Counting(rawValue: bytes[place + 12]), bytes[place + 13] < 2 else { return false }
        let time = Timestamp(nanoseconds: Int64(bitPattern: bytes.number(place + 34, length: 8)))
        guard !isStarted || isRestored && time >= lastTime else { return true }
        last = (bytes.number32(place), bytes.number32(place + 4), bytes.number32(place + 8))
        self.counting = counting
        start = bytes[place + 13] == 1 ? bytes.number32(place + 14) : nil
        // The mean number of records in a datagram goes on, and not how many there were.
        (datagrams, records) = (bytes.number(place + 18, length: 8), bytes.number(place + 26, length: 8))
        if datagrams == 0 { records = 0 }
        (lowest, lastTime, isStarted, isRestored) = (last.number, time, true, true)
        return true
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
