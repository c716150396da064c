import NetworkTypes

/// Reads the records of a datagram in groups: of each group both addresses first, straight from the bytes, and of records that
/// concern nobody nothing beyond that but their times.
struct NetFlowV5Batch {
    private let header: NetFlowV5Header
    private var ends = EndsBatch()
    /// The records that concern nobody and were not handed on yet.
    var run: PassedRunBuilder

    init(_ header: NetFlowV5Header, receivedAt time: Timestamp) {
        self.header = header
        run = PassedRunBuilder(
            stated: header.exportTime, samplingInterval: header.samplingInterval, receivedAt: time)
    }

    /// Reads as many records as a group may have.
    ///
    /// - Returns: where the next one begins.
    mutating func take(
        _ datagram: Span<UInt8>, from start: Int, to end: Int, _ origin: LogOrigin, into sink: inout some LogSink
    ) -> Int {
        gather(datagram, from: start, to: end)
        let concerned = ends.concerned(by: sink)
        var (index, place) = (0, start)
        while index < ends.count {
            let isConcerned = concerned >> UInt64(index) & 1 != 0
            let (first, last) = (header.time(datagram, place + 24), header.time(datagram, place + 28))
            if isConcerned || !run.take(first: first.nanoseconds, last: last.nanoseconds) {
                run.finish(into: &sink, from: origin)
                if isConcerned {
                    sink.record(header.record(datagram, at: place), from: origin)
                } else if !run.begin(first: first.nanoseconds, last: last.nanoseconds) {
                    sink.pass(header.passedRecord(datagram, at: place), from: origin)
                }
            }
            index += 1
            place += NetFlowV5Header.recordLength
        }
        return place
    }

    private mutating func gather(_ datagram: Span<UInt8>, from start: Int, to end: Int) {
        ends.removeAll()
        var place = start
        while place < end, !ends.isFull {
            ends.append(source: datagram.loadNetwork32(place), destination: datagram.loadNetwork32(place + 4))
            place += NetFlowV5Header.recordLength
        }
    }
}
