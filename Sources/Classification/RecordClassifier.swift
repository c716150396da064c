package import CensusModel
package import FlowLogs
package import NetworkTypes
import PacketDecoding
package import Watchlist

/// Turns the records of flow logs into observations of origins on the watchlist, and keeps account of every record.
///
/// A record of nobody on the list costs a look at each of its ends and a few counters, without an allocation. Who began, the
/// hours and the payload are claimed as far as the record itself states them (`RecordSpan`, `RecordShares`, `RecordEnd`).
/// A packet that an exporter sampled goes the way of packets, and counts as one record of that exporter.
package struct RecordClassifier<Sink: LogObservationSink>: LogSink {
    private let matcher: Matcher
    private let screen: HeaderScreen
    private let decoder: FrameDecoder
    private let rules: RecordRules
    /// Takes the observations.
    package var sink: Sink
    package private(set) var ledger: RecordLedger
    /// All records so far, those that were lost excepted.
    package private(set) var seenCount: UInt64 = 0
    package private(set) var matchedCount: UInt64 = 0
    package private(set) var lostCount: UInt64 = 0
    /// When the datagram at hand was received, where there is one.
    package var receivedAt: Timestamp?

    /// - Parameter latest: the time of the record before the first; `nil` where nothing is known of that.
    package init(
        watchlist: Watchlist, counting: CountingRules, rules: RecordRules, into sink: Sink,
        after latest: Timestamp? = nil
    ) {
        ledger = RecordLedger(after: latest)
        matcher = Matcher(
            watchlist: watchlist, internalNetworks: counting.internalNetworks, tunnelPeers: counting.tunnelPeers)
        screen = HeaderScreen(
            watchlist: watchlist, internalNetworks: counting.internalNetworks, tunnels: counting.tunnels)
        decoder = FrameDecoder(tunnels: counting.tunnels)
        self.rules = rules
        self.sink = sink
    }

    /// Takes a record of a flow.
    package mutating func record(_ record: LogRecord, from origin: LogOrigin) {
        let exporter = exporter(origin)
        guard let span = account(RecordSpan(record), record.stated, record.samplingInterval, exporter) else { return }
        match(record, span, exporter)
    }

    /// Whether the list names an end, for whatever port and time: else a record of both is no match and no near miss.
    @inline(__always)
    package func concerns(_ source: IPAddress, _ destination: IPAddress) -> Bool {
        source.isNamed(by: matcher.watchlist) || destination.isNamed(by: matcher.watchlist)
    }

    /// As for one record; more of them at once, for whom the list's bitmap and the internal networks are looked at.
    package func concerned(by ends: Span<IPv4Ends>) -> UInt64 { screen.suspects(among: ends) }

    package mutating func pass(_ run: PassedRun, from origin: LogOrigin) {
        seenCount += run.count
        ledger.enter(run.last, exporter(origin))
        ledger.current.counters.seen += run.count
        ledger.current.counters.decoded += run.count
        if let interval = run.samplingInterval { ledger.current.noteSampling(interval, count: run.count) }
        if isFar(run.stated, run.last) { ledger.current.counters.remarked["clock_far", default: 0] += run.count }
    }

    package mutating func pass(_ record: PassedRecord, from origin: LogOrigin) {
        let span = RecordSpan(first: record.first, last: record.last, stated: record.stated)
        _ = account(span, record.stated, record.samplingInterval, exporter(origin))
    }

    /// Counts a record in its hour; `nil` for one without a time.
    @inline(__always)
    private mutating func account(
        _ span: RecordSpan?, _ stated: Timestamp?, _ samplingInterval: UInt32?, _ exporter: Exporter
    ) -> RecordSpan? {
        seenCount += 1
        guard let span else {
            enter(receivedAt, exporter)
            ledger.current.counters.note(.undecoded("without_time"), count: 1)
            return nil
        }
        ledger.enter(span.last, exporter)
        ledger.current.counters.seen += 1
        ledger.current.counters.decoded += 1
        noteOddities(stated, samplingInterval, span)
        return span
    }

    /// Takes a packet that was sampled, whose direction its headers tell.
    package mutating func sample(_ sample: SampledFrame, from origin: LogOrigin) {
        seenCount += 1
        let exporter = exporter(origin)
        ledger.enter(sample.time, exporter)
        ledger.current.samples.seen += 1
        if let interval = sample.samplingInterval { ledger.current.noteSampling(interval) }
        do {
            let bytes = sample.bytes.span
            var chain = try decoder.chain(
                bytes, linkType: sample.linkType, originalLength: Int(sample.originalLength))
            let verdict = matcher.verdict(&chain, bytes, at: sample.time)
            ledger.current.samples.note(verdict)
            guard let observation = verdict.observation else { return }
            matchedCount += 1
            sink.record(LogObservation(observation, of: exporter))
        } catch {
            ledger.current.samples.undecoded[error.reason, default: 0] += 1
        }
    }

    /// Takes what gives no flow.
    package mutating func note(_ loss: LogLoss, count: UInt64, at time: Timestamp?, from origin: LogOrigin) {
        note(loss, count: count, at: time ?? receivedAt, from: exporter(origin))
    }

    private mutating func note(_ loss: LogLoss, count: UInt64, at time: Timestamp?, from exporter: Exporter) {
        guard count > 0 else { return }
        enter(time, exporter)
        ledger.current.counters.note(loss, count: count)
        switch loss {
        case .lostBySequence, .lostInSocket: lostCount = lostCount.addingClamped(count)
        case .remark: break
        case .undecoded, .withoutTemplate, .notFlow, .repeated: seenCount += count
        }
    }

    private mutating func enter(_ time: Timestamp?, _ exporter: Exporter) {
        if let time { ledger.enter(time, exporter) } else { ledger.enterWithoutTime(exporter) }
    }

    private func exporter(_ origin: LogOrigin) -> Exporter {
        if let address = origin.exporter { return Exporter(address) }
        return origin.domain == 0 ? rules.program : rules.besides[origin.domain] ?? rules.program
    }

    @inline(__always)
    private mutating func noteOddities(_ stated: Timestamp?, _ samplingInterval: UInt32?, _ span: RecordSpan) {
        if let interval = samplingInterval { ledger.current.noteSampling(interval) }
        if !span.oddities.isEmpty {
            for (oddity, name) in RecordSpan.Oddities.names where span.oddities.contains(oddity) {
                ledger.current.counters.remarked[name, default: 0] += 1
            }
        }
        if isFar(stated, span.last) { ledger.current.counters.remarked["clock_far", default: 0] += 1 }
    }

    /// Whether what a record states beside its packets' times, or the time of its last packet, is far from the receiver's clock.
    @inline(__always)
    private func isFar(_ stated: Timestamp?, _ last: Timestamp) -> Bool {
        guard let receivedAt else { return false }
        return stated?.isFar(from: receivedAt) ?? false || last.isFar(from: receivedAt)
    }
}

// MARK: - Matching

extension RecordClassifier {
    private mutating func match(_ record: LogRecord, _ span: RecordSpan, _ exporter: Exporter) {
        guard concerns(record.source, record.destination) else { return }
        let hasPorts = record.transport.hasPorts && !record.isFragment
        let ends = PacketEnds(
            source: record.source.meant, destination: record.destination.meant,
            sourcePort: hasPorts ? record.sourcePort : 0, destinationPort: hasPorts ? record.destinationPort : 0,
            transport: record.transport)
        let atEnd = matcher.meet(ends, at: span.last)
        let meeting: PacketMeeting<IPAddress>
        if case .match = atEnd {
            meeting = atEnd
        } else if case .nearMiss(.outsideDates) = atEnd, span.first != span.last {
            meeting = matcher.meet(ends, at: span.first)
        } else {
            meeting = atEnd
        }
        switch meeting {
        case .nothing: return
        case .nearMiss(let nearMiss):
            ledger.current.counters.remarked[nearMiss.rawValue, default: 0] += 1
        case .match:
            ledger.current.counters.matched += 1
            matchedCount += 1
            if !record.statesDirection { ledger.current.counters.remarked["direction_presumed", default: 0] += 1 }
            observe(.source, of: record, ends, span, exporter)
            observe(.destination, of: record, ends, span, exporter)
        }
    }

    /// Hands on what one end of a record sent, hour by hour. In each the list is asked at the time at which a packet was
    /// there for certain; within one hour either end of the record will do.
    private mutating func observe(
        _ side: RecordEnd.Side, of record: LogRecord, _ ends: PacketEnds<IPAddress>, _ span: RecordSpan,
        _ exporter: Exporter
    ) {
        guard let end = RecordEnd(side, of: record) else { return }
        RecordShares(span, spreads: rules.spreadsLongRecords).forEach(of: end) { hour, certain, counters in
            var meeting = matcher.meet(ends, at: certain)
            if case .nearMiss(.outsideDates) = meeting, hour == Hour(containing: span.first) {
                meeting = matcher.meet(ends, at: span.first)
            }
            guard case .match(let host, let origin, let match) = meeting else { return }
            let sourceIsHost = match.direction == .fromHost
            sink.record(
                LogObservation(
                    hour: hour, host: host, origin: origin, hostPort: match.hostPort, originPort: match.originPort,
                    transport: ends.transport, direction: (side == .source) == sourceIsHost ? .fromHost : .fromOrigin,
                    counters: counters, exporter: exporter, attribution: match.attribution))
        }
    }
}

extension Timestamp {
    /// Whether a clock that shows this time is not that of a receiver: by more than an hour, for records may be held back for
    /// half of one.
    fileprivate func isFar(from other: Timestamp) -> Bool {
        let (gap, isTooLarge) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
        return isTooLarge || gap.magnitude > Hour.nanoseconds.magnitude
    }
}

extension LogObservation {
    /// A packet that an exporter sampled.
    init(_ packet: Observation, of exporter: Exporter) {
        var counters = DirectionCounters()
        let time = Timestamp(nanoseconds: min(max(packet.time.nanoseconds, .min + 1), .max - 1))
        (counters.packets, counters.bytes) = (1, UInt64(packet.length))
        (counters.payloadBytes, counters.tcpFlags) = (UInt64(packet.payloadLength), packet.tcpFlags)
        counters.roles = DirectionCounters.kept(packet.roles)
        counters.refusals = packet.roles.contains(.refusal) ? 1 : 0
        (counters.first, counters.last) = (time, time)
        self.init(
            hour: Hour(containing: packet.time), host: packet.host, origin: packet.origin, hostPort: packet.hostPort,
            originPort: packet.originPort, transport: packet.transport, direction: packet.direction,
            counters: counters, exporter: exporter, attribution: packet.attribution)
    }
}
