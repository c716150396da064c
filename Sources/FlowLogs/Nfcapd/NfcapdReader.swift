import ByteInput
import NetworkTypes

/// Reads nfcapd files of nfdump 1.6 and 1.7, a block at a time. A block that is damaged is named, its records are counted as
/// undecoded, and the next is read; where no block follows, reading ends.
struct NfcapdReader: LogFileReader {
    var input: LogInput
    private var state: NfcapdState
    private(set) var problems = LogProblems()
    private let isGrowing: Bool
    private var unpacker = NfcapdUnpacker()
    private var isHeaderPassed: Bool
    private var last = LastOrigin()
    private var batch = NfcapdBatch()

    /// Reads a file from its first byte on.
    init(_ input: LogInput, head: ArraySlice<UInt8>, isGrowing: Bool) throws(LogError.Problem) {
        self.init(input, NfcapdState(header: try NfcapdHeader(head: head)), isGrowing: isGrowing)
        isHeaderPassed = false
    }

    /// Reads on from a block.
    init(_ input: LogInput, _ state: NfcapdState, isGrowing: Bool) {
        (self.input, self.state, self.isGrowing) = (input, state, isGrowing)
        isHeaderPassed = input.position > 0
    }

    var layout: LogLayout { LogLayout(state) }

    mutating func next(into sink: inout some LogSink) throws(LogError) -> Bool {
        if !isHeaderPassed {
            guard try input.fill(state.header.length) else {
                throw input.error(.cut(in: "the file header", present: input.buffer.count, needed: state.header.length))
            }
            input.use(state.header.length)
            isHeaderPassed = true
        }
        guard !input.isAtLimit, let block = try nextBlock() else { return false }
        problems.passed += 1
        let place = LogPlace.block(problems.passed, at: input.position)
        read(block, at: place, into: &sink)
        input.use(NfcapdBlockHeader.length + block.size)
        return true
    }

    /// The header of the next block, all of which is in memory; `nil` at the end.
    private mutating func nextBlock() throws(LogError) -> NfcapdBlockHeader? {
        let place = LogPlace.block(problems.passed + 1, at: input.position)
        guard try input.fill(NfcapdBlockHeader.length) else {
            guard input.buffer.count > 0, !isGrowing else { return nil }
            let needed = NfcapdBlockHeader.length
            throw input.error(.cut(in: "a block's header", present: input.buffer.count, needed: needed), at: place)
        }
        let block = NfcapdBlockHeader(input.buffer.bytes.span, at: input.buffer.start)
        guard block.isPlausible(in: state.header.layout) else {
            let what = "no block of nfdump's begins there (type \(block.type), \(block.size) bytes)"
            throw input.error(.damaged(reason: what), at: place)
        }
        guard try input.fill(NfcapdBlockHeader.length + block.size) else {
            guard !isGrowing else { return nil }
            let present = input.buffer.count - NfcapdBlockHeader.length
            throw input.error(.cut(in: "a block", present: present, needed: block.size), at: place)
        }
        return block
    }

    private mutating func read(_ block: NfcapdBlockHeader, at place: LogPlace, into sink: inout some LogSink) {
        guard block.kind(in: state.header.layout) == .records else {
            return sink.note(.notFlow("nfcapd_other_block"), count: 1, at: nil, from: LogOrigin())
        }
        let bytes = input.buffer.bytes
        let start = input.buffer.start + NfcapdBlockHeader.length
        let range = start..<start + block.size
        guard state.header.packing != .none, !block.isUnpacked else {
            return readRecords(bytes, range, count: block.recordCount, at: place, into: &sink)
        }
        guard let count = unpacker.unpack(bytes.span, range, state.header.packing) else {
            problems.note(
                place, "the \(state.header.packing.name) data is damaged; its \(block.recordCount) records are lost")
            return sink.note(
                .undecoded("nfcapd_damaged_block"), count: UInt64(block.recordCount), at: nil, from: LogOrigin())
        }
        readRecords(unpacker.bytes, 0..<count, count: block.recordCount, at: place, into: &sink)
    }
}

// MARK: - Records

extension NfcapdReader {
    private mutating func readRecords(
        _ block: [UInt8], _ range: Range<Int>, count: UInt32, at place: LogPlace, into sink: inout some LogSink
    ) {
        let bytes = block.span
        var (start, number) = (range.lowerBound, 0 as UInt32)
        while number < count {
            let next = batch.gather(bytes, from: start, to: range.upperBound, atMost: count - number)
            if next > start {
                readBatch(bytes, at: place, into: &sink)
                (start, number) = (next, number + UInt32(batch.ends.count))
                continue
            }
            batch.finish(into: &sink)
            guard start + 4 <= range.upperBound else {
                return lose(count - number, "has fewer records than it states", at: place, &sink)
            }
            let length = Int(bytes.load16(start + 2))
            guard length >= 4, start + length <= range.upperBound else {
                return lose(count - number, "record \(number + 1) claims \(length) bytes", at: place, &sink)
            }
            read(bytes, start..<start + length, at: place, into: &sink)
            (start, number) = (start + length, number + 1)
        }
        batch.finish(into: &sink)
    }

    /// Reads the records that were gathered: those that concern the sink as all others are read.
    private mutating func readBatch(_ bytes: Span<UInt8>, at place: LogPlace, into sink: inout some LogSink) {
        let concerned = batch.ends.concerned(by: sink)
        var index = 0
        while true {
            index = batch.passOver(bytes, from: index, unless: concerned)
            guard index < batch.ends.count else { return }
            batch.finish(into: &sink)
            let isConcerned = concerned >> UInt64(index) & 1 != 0
            if isConcerned || !batch.begin(bytes, at: index, state, &last) {
                read(bytes, batch.record(index), at: place, into: &sink)
            }
            index += 1
        }
    }

    private mutating func lose(
        _ count: UInt32, _ what: @autoclosure () -> String, at place: LogPlace, _ sink: inout some LogSink
    ) {
        problems.note(place, "\(what()): \(count) records are lost")
        sink.note(.undecoded("nfcapd_damaged_block"), count: UInt64(count), at: nil, from: LogOrigin())
    }

    @inline(__always)
    private mutating func read(
        _ bytes: Span<UInt8>, _ record: Range<Int>, at place: LogPlace, into sink: inout some LogSink
    ) {
        let type = bytes.load16(record.lowerBound)
        switch type {
        case 11:
            readElements(bytes, record, at: place, into: &sink)
        case 1, 10:
            guard record.count >= (type == 10 ? 32 : 28) else { return refuse("record_too_short", at: place, &sink) }
            guard state.maps[bytes.load16(record.lowerBound + 6)] != nil else {
                return sink.note(.withoutTemplate, count: 1, at: nil, from: LogOrigin())
            }
            hand(NfcapdRecord(common: bytes, record, state, &last), at: place, to: &sink)
        default: readOther(type, bytes, record, at: place, into: &sink)
        }
    }

    /// Reads a record of layout 2; of one that concerns nobody no more than its times.
    @inline(__always)
    private mutating func readElements(
        _ bytes: Span<UInt8>, _ record: Range<Int>, at place: LogPlace, into sink: inout some LogSink
    ) {
        guard let elements = NfcapdElements(bytes, record), let flow = elements.flow, let ends = elements.ends(bytes)
        else { return hand(nil, at: place, to: &sink) }
        // An event states another time.
        let isPlain = elements.event == nil && elements.natEvent == nil
        guard isPlain, !sink.concerns(ends.source, ends.destination) else {
            return hand(NfcapdRecord(elements, flow: flow, ends, bytes, record, state, &last), at: place, to: &sink)
        }
        let exporter = bytes.load16(record.lowerBound + 8)
        var passed = NfcapdRecord.times(
            first: bytes.load64(flow), last: bytes.load64(flow + 8), received: bytes.load64(flow + 16))
        passed.samplingInterval = NfcapdRecord.interval(elements, bytes, exporter, state)
        let origin = NfcapdRecord.origin(elements, bytes, exporter, state, &last)
        sink.pass(passed, from: origin)
        if NfcapdRecord.isScaled(bytes, at: record.lowerBound) {
            sink.note(.remark("scaled_by_sampling"), count: 1, at: nil, from: origin)
        }
    }

    @inline(__always)
    private mutating func hand(_ record: NfcapdRecord?, at place: LogPlace, to sink: inout some LogSink) {
        guard let record else { return refuse("record_without_ends", at: place, &sink) }
        sink.record(record.value, from: record.origin)
        if record.isScaled { sink.note(.remark("scaled_by_sampling"), count: 1, at: nil, from: record.origin) }
    }

    private mutating func refuse(_ reason: String, at place: LogPlace, _ sink: inout some LogSink) {
        problems.note(place, "a record is too short, or names no addresses")
        sink.note(.undecoded(reason), count: 1, at: nil, from: LogOrigin())
    }

    /// What is not a flow: exporters, samplers, extension maps, totals, tables.
    private mutating func readOther(
        _ type: UInt16, _ bytes: Span<UInt8>, _ record: Range<Int>, at place: LogPlace, into sink: inout some LogSink
    ) {
        let isWhole: Bool
        switch type {
        case 2: isWhole = state.learnMap(bytes, record)
        case 7:
            last.forget()
            isWhole = state.learnExporter(bytes, record)
        case 8: isWhole = readTotals(bytes, record, into: &sink)
        case 9: isWhole = state.learnSampler(bytes, record, isNew: false)
        case 15: isWhole = state.learnSampler(bytes, record, isNew: true)
        default: isWhole = true
        }
        sink.note(.notFlow("nfcapd_other_record"), count: 1, at: nil, from: LogOrigin())
        if !isWhole { problems.note(place, "a record of type \(type) has only \(record.count) bytes") }
    }

    /// How often the collector saw a gap in an exporter's sequence numbers; how much is missing it does not say.
    private func readTotals(_ bytes: Span<UInt8>, _ record: Range<Int>, into sink: inout some LogSink) -> Bool {
        guard record.count >= 8 else { return false }
        for number in 0..<Int(bytes.load32(record.lowerBound + 4)) {
            let place = record.lowerBound + 8 + number * 24
            guard place + 24 <= record.upperBound else { return false }
            let (exporter, gaps) = (bytes.load32(place), bytes.load32(place + 4))
            guard gaps > 0 else { continue }
            let origin = UInt16(exactly: exporter).flatMap { state.exporters[$0] } ?? LogOrigin()
            sink.note(.remark("sequence_gaps"), count: UInt64(gaps), at: nil, from: origin)
        }
        return true
    }
}
