import NetworkTypes

/// Reads usual records of layout 2 in groups: of each group both addresses first, straight from the block's bytes, and of records
/// that concern nobody nothing beyond that but their times.
///
/// Usual are flows between IPv4 addresses which tell of no event, and whose counters nobody has multiplied. Records of a group
/// that come of one exporter and lie in the hour of the run are passed over together. Costs some 90 instructions a record,
/// where to make a record of each and hand it on cost 1,500.
struct NfcapdBatch {
    private(set) var ends = EndsBatch()
    private var records = InlineArray<64, Place>(repeating: Place())
    private var shapes = NfcapdShapes()
    /// The shape of the last record that was gathered.
    private var shape = NfcapdShape()
    private var common = Common()
    private var run = Run()

    /// Where a record stands, and what of it is looked at.
    private struct Place {
        var start: Int32 = 0
        var usual = NfcapdShape.Usual(length: 0, times: 0, ends: 0, sampler: 0, namesSender: false)
    }

    /// What holds of all records of a group.
    private struct Common {
        var exporter: UInt16 = 0
        /// Bits in which the numbers of exporters differ.
        var otherExporters: UInt16 = 0
        /// Of all first and last packets, in milliseconds as they are stated.
        var (earliest, latest) = (UInt64.max, UInt64.min)
        /// Whether none ends before it begins.
        var areInOrder = true
        var namesSamplers = false
        var namesSenders = false

        @inline(__always)
        mutating func add(first: UInt64, last: UInt64, exporter: UInt16) {
            (earliest, latest) = (min(earliest, first), max(latest, last))
            areInOrder = areInOrder && first <= last
            otherExporters |= exporter ^ self.exporter
        }

        mutating func add(_ usual: NfcapdShape.Usual) {
            namesSamplers = namesSamplers || usual.sampler != 0
            namesSenders = namesSenders || usual.namesSender
        }
    }

    /// Records that concern nobody and were not handed on yet, and what they have in common.
    private struct Run {
        var passed = PassedRunBuilder()
        var exporter: UInt16 = 0
        var sampler: UInt64?
        var origin = LogOrigin()

        /// Whether the file names the exporter by its number; else records may name it, each by itself.
        var isOfKnownExporter: Bool { origin.exporter != nil }
    }

    /// Gathers usual records from some place of a block on.
    ///
    /// - Returns: where the next record begins.
    mutating func gather(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, atMost most: UInt32
    ) -> Int {
        ends.removeAll()
        common = Common()
        let most = min(Int(most), EndsBatch.capacity)
        var place = start
        while ends.count < most, place + NfcapdShape.headerLength <= end {
            let known = shape
            let next = known.usual.map { gather(bytes, from: place, to: end, atMost: most, like: known, $0) } ?? place
            if next == place {
                guard let other = anotherShape(bytes, at: place, to: end) else { break }
                shape = other
            }
            place = next
        }
        return place
    }

    /// Gathers the records of one shape that follow one another.
    ///
    /// - Returns: where the first of another shape begins.
    private mutating func gather(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, atMost most: Int, like shape: NfcapdShape,
        _ usual: NfcapdShape.Usual
    ) -> Int {
        let (head, times, addresses) = (shape.head, Int(usual.times), Int(usual.ends))
        var (place, common, count) = (start, common, ends.count)
        while count < most, place &+ shape.recordLength <= end, bytes.load32(place) == head,
            !NfcapdRecord.isScaled(bytes, at: place), shape.isThat(of: bytes, at: place)
        {
            let exporter = bytes.load16(place &+ 8)
            if count == 0 { common.exporter = exporter }
            common.add(
                first: bytes.load64(place &+ times), last: bytes.load64(place &+ times &+ 8), exporter: exporter)
            records[count] = Place(start: Int32(truncatingIfNeeded: place), usual: usual)
            ends.append(
                source: bytes.load32(place &+ addresses), destination: bytes.load32(place &+ addresses &+ 4))
            place &+= shape.recordLength
            count &+= 1
        }
        if place > start { common.add(usual) }
        self.common = common
        return place
    }

    /// The shape of a usual record that is not of the last one's; `nil` where it is not usual.
    @inline(never)
    private mutating func anotherShape(_ bytes: Span<UInt8>, at place: Int, to end: Int) -> NfcapdShape? {
        // Type and length.
        let head = bytes.load32(place)
        let next = place + Int(head >> 16)
        guard head & 0xFFFF == NfcapdShape.type, next <= end, !NfcapdRecord.isScaled(bytes, at: place),
            let other = shapes.shape(of: place..<next, bytes), other.usual != nil
        else { return nil }
        return other
    }

    /// Where a record that was gathered stands.
    func record(_ index: Int) -> Range<Int> {
        let start = Int(records[index].start)
        return start..<start + Int(records[index].usual.length)
    }

    /// Passes over records from some number on, as long as they concern nobody and go on the run.
    ///
    /// - Returns: the number of the first that does not.
    mutating func passOver(_ bytes: Span<UInt8>, from index: Int, unless concerned: UInt64) -> Int {
        if doAllGoOn {
            let count = min((concerned &>> UInt64(index)).trailingZeroBitCount, ends.count - index)
            if count > 0, let (_, last) = times(bytes, records[index + count - 1]) {
                run.passed.take(count, last: last)
                return index + count
            }
        }
        var index = index
        while index < ends.count, concerned >> UInt64(index) & 1 == 0 {
            let place = records[index]
            guard bytes.load16(Int(place.start) + 8) == run.exporter, !place.usual.namesSender || run.isOfKnownExporter,
                sampler(bytes, place) == run.sampler, let (first, last) = times(bytes, place),
                run.passed.take(first: first, last: last)
            else { break }
            index += 1
        }
        return index
    }

    /// Whether every record of the group goes on the run.
    private var doAllGoOn: Bool {
        guard common.areInOrder, common.otherExporters == 0, common.exporter == run.exporter, !common.namesSamplers,
            run.sampler == nil, !common.namesSenders || run.isOfKnownExporter,
            let (first, last) = Self.times(first: common.earliest, last: common.latest)
        else { return false }
        return run.passed.goesOn(from: first, to: last)
    }

    /// Begins a run with a record that concerns nobody.
    ///
    /// - Returns: whether it is one of a run; else it is to be read by itself.
    mutating func begin(
        _ bytes: Span<UInt8>, at index: Int, _ state: NfcapdState, _ last: inout LastOrigin
    ) -> Bool {
        let place = records[index]
        let exporter = bytes.load16(Int(place.start) + 8)
        let origin = last.origin(exporter, state) ?? LogOrigin()
        guard origin.exporter != nil || !place.usual.namesSender, let times = times(bytes, place),
            run.passed.begin(first: times.first, last: times.last)
        else { return false }
        (run.exporter, run.sampler, run.origin) = (exporter, sampler(bytes, place), origin)
        run.passed.samplingInterval = state.interval(
            exporter: exporter, sampler: run.sampler.map { Int64(bitPattern: $0) })
        return true
    }

    /// Hands on the records that were passed over.
    @inline(__always)
    mutating func finish(into sink: inout some LogSink) {
        run.passed.finish(into: &sink, from: run.origin)
    }

    @inline(__always)
    private func sampler(_ bytes: Span<UInt8>, _ place: Place) -> UInt64? {
        place.usual.sampler == 0 ? nil : bytes.load64(Int(place.start) + Int(place.usual.sampler))
    }

    @inline(__always)
    private func times(_ bytes: Span<UInt8>, _ place: Place) -> (first: Int64, last: Int64)? {
        let times = Int(place.start) + Int(place.usual.times)
        return Self.times(first: bytes.load64(times), last: bytes.load64(times + 8))
    }

    /// Milliseconds as nanoseconds; `nil` where a time is not stated, or beyond what can be stored.
    @inline(__always)
    private static func times(first: UInt64, last: UInt64) -> (first: Int64, last: Int64)? {
        let latest = UInt64(Int64.max / ExportTime.nanosecondsPerMillisecond)
        guard first &- 1 < latest, last &- 1 < latest else { return nil }
        return (
            Int64(bitPattern: first) &* ExportTime.nanosecondsPerMillisecond,
            Int64(bitPattern: last) &* ExportTime.nanosecondsPerMillisecond
        )
    }
}
