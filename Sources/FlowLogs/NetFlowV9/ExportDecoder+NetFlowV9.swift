import NetworkTypes

/// NetFlow version 9 (RFC 3954): a header of 20 bytes, and sets of templates, of options templates and of data.
extension ExportDecoder {
    mutating func decodeNetFlowV9(
        _ datagram: Span<UInt8>, from exporter: IPAddress?, at time: Timestamp, into sink: inout some LogSink
    ) {
        let headerLength = 20
        guard datagram.count >= headerLength else {
            return sink.note(.undecoded("netflow9_cut"), count: 1, at: time, from: LogOrigin(exporter: exporter))
        }
        let uptime = datagram.number32(4)
        let exportTime = Timestamp(nanoseconds: Int64(datagram.number32(8)) * Timestamp.nanosecondsPerSecond)
        let origin = LogOrigin(exporter: exporter, domain: datagram.number32(16))
        guard
            let opened = open(
                .netFlowV9, datagram, from: exporter, origin, at: time, exportTime: exportTime, into: &sink)
        else { return }
        var message = SetMessage(
            dialect: .netFlowV9, place: opened.place, origin: origin, exportTime: exportTime, receivedAt: time,
            uptime: uptime, end: datagram.count)
        decodeSets(datagram, from: headerLength, &message, into: &sink)
        let stated = Int(datagram.number16(2)) - message.allRecords
        if message.unknownBytes > 0, stated > 0, stated <= message.unknownBytes {
            message.unknownRecords = UInt64(stated)
        }
        let start = uptime == 0 ? nil : UInt32(truncatingIfNeeded: exportTime.milliseconds) &- uptime
        close(opened, origin, message.sequence(number: datagram.number32(12), units: 1, start: start), into: &sink)
    }
}
