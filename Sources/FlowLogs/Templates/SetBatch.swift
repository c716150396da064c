import NetworkTypes

/// Reads the records of a data set in groups, where all have one length and name their ends by IPv4 addresses alone: of each group
/// both addresses first, straight from the datagram, and of records that concern nobody nothing beyond that but times and sampling.
struct SetBatch: ~Copyable {
    private let template: Template
    private let passing: Template.Passing
    /// The sampling of records that state none.
    private let sampling: UInt32?
    private var ends = EndsBatch()
    /// The records that concern nobody and were not handed on yet.
    private var run: PassedRunBuilder
    private var fields = RecordFields()

    /// `nil` where records of the template have to be read whole.
    init?(_ template: Template, _ context: RecordContext) {
        guard let passing = template.passing else { return nil }
        (self.template, self.passing) = (template, passing)
        sampling = FlowRecordReading.sampling(fields, context)
        run = PassedRunBuilder(
            stated: context.exportTime, samplingInterval: sampling, receivedAt: context.receivedAt)
    }

    /// Reads all records; what is shorter than one is padding.
    ///
    /// - Returns: how many there were.
    mutating func read(
        _ datagram: Span<UInt8>, content: Range<Int>, _ context: RecordContext, into sink: inout some LogSink
    ) -> Int {
        let count = content.count / template.recordLength
        let end = content.lowerBound + count * template.recordLength
        var place = content.lowerBound
        while place < end {
            gather(datagram, from: place, to: end)
            let concerned = ends.concerned(by: sink)
            for index in 0..<ends.count {
                if concerned >> UInt64(index) & 1 != 0 {
                    hand(datagram, at: place, context, to: &sink)
                } else {
                    pass(datagram, at: place, context, to: &sink)
                }
                place += template.recordLength
            }
        }
        run.finish(into: &sink, from: context.origin)
        return count
    }

    private mutating func gather(_ datagram: Span<UInt8>, from start: Int, to end: Int) {
        ends.removeAll()
        var place = start
        while place < end, !ends.isFull {
            ends.append(
                source: datagram.loadNetwork32(place + passing.source),
                destination: datagram.loadNetwork32(place + passing.destination))
            place += template.recordLength
        }
    }

    private mutating func hand(
        _ datagram: Span<UInt8>, at place: Int, _ context: RecordContext, to sink: inout some LogSink
    ) {
        run.finish(into: &sink, from: context.origin)
        fields.readFixed(template.path, datagram, at: place)
        let source = IPv4Address(rawValue: datagram.loadNetwork32(place + passing.source))
        let destination = IPv4Address(rawValue: datagram.loadNetwork32(place + passing.destination))
        sink.record(FlowRecordReading.flow(.v4(source), .v4(destination), fields, context), from: context.origin)
    }

    private mutating func pass(
        _ datagram: Span<UInt8>, at place: Int, _ context: RecordContext, to sink: inout some LogSink
    ) {
        fields.readFixed(passing.path, datagram, at: place)
        let times = RecordTimes(fields, context)
        let interval = passing.statesSampling ? FlowRecordReading.sampling(fields, context) : sampling
        // A run has one time beside its packets', and one sampling.
        if times.event == nil, let first = times.first?.nanoseconds, let last = times.last?.nanoseconds {
            if interval == run.samplingInterval, run.take(first: first, last: last) { return }
            run.finish(into: &sink, from: context.origin)
            run.samplingInterval = interval
            if run.begin(first: first, last: last) { return }
        }
        run.finish(into: &sink, from: context.origin)
        sink.pass(FlowRecordReading.passed(times, interval, context), from: context.origin)
    }
}
