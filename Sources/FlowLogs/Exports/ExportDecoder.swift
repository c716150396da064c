import Digests
package import NetworkTypes

/// Decodes the datagrams of NetFlow v5 and v9, IPFIX and sFlow v5, told apart by their content, and remembers what is needed for
/// the next ones: templates, sampling and sequence numbers, by exporter and domain.
///
/// Memory is bounded, whatever is received: by `memoryLimit` for the exporters that are trusted, and once more for all others.
/// Nothing is given up of a trusted exporter for what comes later. What cannot be decoded is noted by name.
/// A value belongs to one thread at a time.
package struct ExportDecoder: Sendable {
    var streams: ExportStreams
    private var repeated = RepeatedDatagrams()
    let isFile: Bool

    /// Bytes for the state of the trusted exporters, and as many for that of all others.
    package static let defaultMemoryLimit = 16 * 1_024 * 1_024

    /// - Parameter trusted: the addresses of exporters that are known; empty where none are.
    package init(trusted: PrefixSet = PrefixSet([]), memoryLimit: Int = Self.defaultMemoryLimit) {
        streams = ExportStreams(trusted: trusted, limit: memoryLimit)
        isFile = false
    }

    /// Decodes the messages of a file, in which templates can be withdrawn.
    init(ofFile memoryLimit: Int) {
        streams = ExportStreams(trusted: PrefixSet([]), limit: memoryLimit)
        isFile = true
    }

    /// Bytes of memory that state takes, about.
    package var memory: Int { streams.memory }
    /// A number that is another one whenever `savedState` would give something else.
    package var stateVersion: UInt64 { streams.changes }
    /// How many exporters and domains there is state of.
    package var streamCount: Int { streams.count }

    /// Decodes one datagram, hands what it says to the sink, and keeps what later ones need.
    ///
    /// - Parameters:
    ///   - datagram: what UDP carries.
    ///   - exporter: the address that sent it.
    ///   - time: when it was received: the time of what sFlow sampled.
    package mutating func decode(
        _ datagram: Span<UInt8>, from exporter: IPAddress, receivedAt time: Timestamp, into sink: inout some LogSink
    ) {
        switch ExportKind(datagram) {
        case .netFlowV5: decodeNetFlowV5(datagram, from: exporter, at: time, into: &sink)
        case .netFlowV9: decodeNetFlowV9(datagram, from: exporter, at: time, into: &sink)
        case .ipfix: decodeIPFIX(datagram, from: exporter, at: time, into: &sink)
        case .sFlow: decodeSFlow(datagram, from: exporter, at: time, into: &sink)
        case nil:
            let loss = Self.unknown(datagram)
            sink.note(loss, count: 1, at: time, from: LogOrigin(exporter: exporter))
        }
        if !streams.unsettled.isEmpty {
            for var stream in streams.takeUnsettled() { stream.sequence.settle(into: &sink, stream.origin) }
        }
    }

    /// Notes as lost what sequence numbers say is missing and no late datagram brought: at the end of an input, and wherever
    /// coverage is to be complete.
    package mutating func settle(into sink: inout some LogSink) {
        for place in streams.all where streams[place].sequence.isOpen {
            let origin = streams[place].key.origin
            streams[place].sequence.settle(into: &sink, origin)
        }
    }

    /// What a datagram is of no version that is decoded: an older version of either protocol, or nothing of the kind.
    private static func unknown(_ datagram: Span<UInt8>) -> LogLoss {
        guard datagram.count >= 4 else { return .undecoded("export_cut") }
        switch (datagram.number16(0), datagram.number16(2)) {
        case (1, _): return .undecoded("netflow_version_1")
        case (7, _): return .undecoded("netflow_version_7")
        case (8, _): return .undecoded("netflow_version_8")
        case (0, 2): return .undecoded("sflow_version_2")
        case (0, 4): return .undecoded("sflow_version_4")
        default: return .undecoded("not_an_export")
        }
    }

    /// The stream of an exporter's domain, unless the datagram is one that was decoded before.
    ///
    /// - Returns: where its state is, and the datagram's digest; `nil` where nothing is to be done, which is noted.
    mutating func open(
        _ kind: ExportKind, _ datagram: Span<UInt8>, from sender: IPAddress?, _ origin: LogOrigin, at time: Timestamp,
        exportTime: Timestamp, into sink: inout some LogSink
    ) -> (place: Int, digest: UInt64)? {
        let key = ExportStream.Key(sender: sender, kind: kind, origin: origin)
        guard let place = streams.place(key, at: time) else {
            sink.note(.undecoded("exporters_full"), count: 1, at: exportTime, from: origin)
            return nil
        }
        // Exporters that see the same may send the same.
        let digest = RunningDigest.of(datagram) ^ streams[place].serial &* 0x9E37_79B9_7F4A_7C15
        if let count = streams[place].recent.records(of: digest) ?? repeated.records(of: digest) {
            sink.note(.repeated, count: count, at: exportTime, from: origin)
            return nil
        }
        if isFar(exportTime, from: time) { sink.note(.remark("clock_differs"), count: 1, at: exportTime, from: origin) }
        return (place, digest)
    }

    /// Whether an exporter's clock differs from the receiver's by more than datagrams are under way, and clocks apart.
    private func isFar(_ exportTime: Timestamp, from time: Timestamp) -> Bool {
        let tolerance = 600 * Timestamp.nanosecondsPerSecond
        let (difference, overflow) = exportTime.nanoseconds.subtractingReportingOverflow(time.nanoseconds)
        return overflow || difference.magnitude > UInt64(tolerance)
    }

    /// Counts a datagram that was decoded.
    mutating func close(
        _ opened: (place: Int, digest: UInt64), _ origin: LogOrigin, _ datagram: DatagramSequence.Datagram,
        into sink: inout some LogSink
    ) {
        streams[opened.place].sequence.take(datagram, origin, into: &sink)
        // One without records may have lacked its templates, and is worth another look.
        guard datagram.records > 0 else { return }
        streams[opened.place].recent.insert(opened.digest, records: datagram.records)
        // A file's reader that goes on from some place knows nothing of what came long before.
        if !isFile { repeated.insert(opened.digest, records: datagram.records) }
        streams.noteDecoded(opened.place)
    }
}
