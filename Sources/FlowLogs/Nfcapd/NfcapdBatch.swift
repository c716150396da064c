import NetworkTypes

/// Reads usual records of layout 2 in groups: of each group both addresses first, straight from the block's bytes, and of records
/// that concern nobody nothing beyond that but their times.
///
/// Usual are flows between IPv4 addresses which tell of no event, and whose counters nobody has multiplied. Costs some 90
/// instructions a record, where to make a record of each and hand it on cost 1,500.
struct NfcapdBatch {
    private(set) var ends = EndsBatch()
    private var records = InlineArray<64, Place>(repeating: Place())
    private var shapes = NfcapdShapes()
    private var run = Run()

    /// Where a record stands, and what of it is looked at.
    private struct Place {
        var start: Int32 = 0
        var end: Int32 = 0
        var times: Int32 = 0
        /// 0 where it names none.
        var sampler: Int32 = 0
        var namesSender = false
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
        let most = min(Int(most), EndsBatch.capacity)
        var place = start
        while ends.count < most, place + NfcapdShape.headerLength <= end {
            // Type and length.
            let head = bytes.load32(place)
            let next = place + Int(head >> 16)
            guard head & 0xFFFF == 11, next <= end, !NfcapdRecord.isScaled(bytes, place..<next),
                let usual = shapes.usual(place..<next, bytes)
            else { break }
            records[ends.count] = Place(
                start: Int32(truncatingIfNeeded: place), end: Int32(truncatingIfNeeded: next),
                times: Int32(truncatingIfNeeded: place) + usual.times,
                sampler: usual.sampler == 0 ? 0 : Int32(truncatingIfNeeded: place) + usual.sampler,
                namesSender: usual.namesSender)
            let addresses = place + Int(usual.ends)
            ends.append(source: bytes.load32(addresses), destination: bytes.load32(addresses + 4))
            place = next
        }
        return place
    }

    /// Where a record that was gathered stands.
    func record(_ index: Int) -> Range<Int> { Int(records[index].start)..<Int(records[index].end) }

    /// Passes over records from some number on, as long as they concern nobody and go on the run.
    ///
    /// - Returns: the number of the first that does not.
    mutating func passOver(_ bytes: Span<UInt8>, from index: Int, unless concerned: UInt64) -> Int {
        var index = index
        while index < ends.count, concerned >> UInt64(index) & 1 == 0 {
            let place = records[index]
            guard bytes.load16(Int(place.start) + 8) == run.exporter, !place.namesSender || run.isOfKnownExporter,
                sampler(bytes, place) == run.sampler, let (first, last) = times(bytes, place),
                run.passed.take(first: first, last: last)
            else { break }
            index += 1
        }
        return index
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
        guard origin.exporter != nil || !place.namesSender, let times = times(bytes, place),
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
        place.sampler == 0 ? nil : bytes.load64(Int(place.sampler))
    }

    /// Nanoseconds; `nil` where a time is not stated, or beyond what can be stored.
    @inline(__always)
    private func times(_ bytes: Span<UInt8>, _ place: Place) -> (first: Int64, last: Int64)? {
        let (first, last) = (bytes.load64(Int(place.times)), bytes.load64(Int(place.times) + 8))
        let latest = UInt64(Int64.max / ExportTime.nanosecondsPerMillisecond)
        guard first &- 1 < latest, last &- 1 < latest else { return nil }
        return (
            Int64(bitPattern: first) &* ExportTime.nanosecondsPerMillisecond,
            Int64(bitPattern: last) &* ExportTime.nanosecondsPerMillisecond
        )
    }
}
