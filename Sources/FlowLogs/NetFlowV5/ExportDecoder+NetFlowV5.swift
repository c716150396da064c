import NetworkTypes

/// NetFlow version 5: a header of 24 bytes and records of 48 (Cisco, "NetFlow Export Datagram Format", table B-3 and B-4).
///
/// No allocation a record.
extension ExportDecoder {
    mutating func decodeNetFlowV5(
        _ datagram: Span<UInt8>, from exporter: IPAddress?, at time: Timestamp, into sink: inout some LogSink
    ) {
        guard let header = NetFlowV5Header(datagram) else {
            return sink.note(.undecoded("netflow5_cut"), count: 1, at: time, from: LogOrigin(exporter: exporter))
        }
        let origin = LogOrigin(exporter: exporter, domain: header.engine)
        guard
            let opened = open(
                .netFlowV5, datagram, from: exporter, origin, at: time, exportTime: header.exportTime, into: &sink)
        else { return }
        let present = min(header.count, (datagram.count - NetFlowV5Header.length) / NetFlowV5Header.recordLength)
        var start = NetFlowV5Header.length
        let end = start + present * NetFlowV5Header.recordLength
        var batch = NetFlowV5Batch(header, receivedAt: time)
        while start < end {
            start = batch.take(datagram, from: start, to: end, origin, into: &sink)
        }
        batch.run.finish(into: &sink, from: origin)
        if present < header.count {
            let missing = UInt64(max(1, min(header.count, NetFlowV5Header.mostRecords) - present))
            sink.note(.undecoded("netflow5_cut"), count: missing, at: header.exportTime, from: origin)
        } else if datagram.count >= NetFlowV5Header.length + (present + 1) * NetFlowV5Header.recordLength {
            sink.note(.remark("netflow5_more_bytes_than_records"), count: 1, at: header.exportTime, from: origin)
        }
        let place = DatagramSequence.Datagram(
            number: header.sequence, units: UInt32(min(header.count, max(present, NetFlowV5Header.mostRecords))),
            records: present, dataRecords: present, start: header.start, time: header.exportTime)
        close(opened, origin, place, into: &sink)
    }
}

/// The header of a datagram, and how its records are read.
struct NetFlowV5Header {
    static let length = 24
    static let recordLength = 48
    /// Records of a datagram, by the protocol: what is stated beyond is damage, and claims no loss.
    static let mostRecords = 30

    /// How many records the datagram states. The number holds, whatever follows.
    let count: Int
    /// Milliseconds.
    let uptime: UInt32
    let exportTime: Timestamp
    let sequence: UInt32
    /// Engine type × 256 + engine number.
    let engine: UInt32
    /// `nil` where none is stated. Routers leave the mode in the upper two bits at 0 or not, so that it says nothing.
    let samplingInterval: UInt32?

    init?(_ datagram: Span<UInt8>) {
        guard datagram.count >= Self.length else { return nil }
        count = Int(datagram.number16(2))
        uptime = datagram.number32(4)
        let seconds = Int64(datagram.number32(8)) * Timestamp.nanosecondsPerSecond
        exportTime = Timestamp(nanoseconds: seconds + Int64(min(datagram.number32(12), 999_999_999)))
        sequence = datagram.number32(16)
        engine = UInt32(datagram.number16(20))
        let interval = UInt32(datagram.number16(22) & 0x3FFF)
        samplingInterval = interval > 0 ? interval : nil
    }

    /// When the exporter began; `nil` for one that states no uptime.
    var start: UInt32? {
        uptime == 0 ? nil : UInt32(truncatingIfNeeded: exportTime.milliseconds) &- uptime
    }

    /// The ends of the record at some byte of the datagram; the caller has compared its length with what is there.
    @inline(__always)
    static func ends(_ datagram: Span<UInt8>, at start: Int) -> (source: IPAddress, destination: IPAddress) {
        (
            .v4(IPv4Address(rawValue: datagram.loadNetwork32(start))),
            .v4(IPv4Address(rawValue: datagram.loadNetwork32(start + 4)))
        )
    }

    /// A time that the datagram states as an uptime.
    @inline(__always)
    func time(_ datagram: Span<UInt8>, _ place: Int) -> Timestamp {
        ExportTime.uptime(datagram.loadNetwork32(place), now: uptime, at: exportTime)
    }

    /// The times of the record at some byte, and the sampling.
    @inline(__always)
    func passedRecord(_ datagram: Span<UInt8>, at start: Int) -> PassedRecord {
        PassedRecord(
            first: time(datagram, start + 24), last: time(datagram, start + 28), stated: exportTime,
            samplingInterval: samplingInterval)
    }

    /// The record at some byte of the datagram.
    @inline(__always)
    func record(_ datagram: Span<UInt8>, at start: Int) -> LogRecord {
        let ends = Self.ends(datagram, at: start)
        var record = LogRecord(
            transport: TransportProtocol(rawValue: datagram[start + 38]), source: ends.source,
            destination: ends.destination)
        record.forward.packets = UInt64(datagram.number32(start + 16))
        record.forward.bytes = UInt64(datagram.number32(start + 20))
        record.forward.tcpFlags = datagram[start + 37]
        record.first = time(datagram, start + 24)
        record.last = time(datagram, start + 28)
        record.stated = exportTime
        record.samplingInterval = samplingInterval
        let (source, destination) = (datagram.number16(start + 32), datagram.number16(start + 34))
        if record.transport.hasPorts {
            (record.sourcePort, record.destinationPort) = (source, destination)
        } else if record.transport == .icmp {
            record.icmp = ICMPInPort.typeAndCode(source: source, destination: destination, isIPv6: false)
        }
        return record
    }
}
