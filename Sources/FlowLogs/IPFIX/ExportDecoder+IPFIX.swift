import NetworkTypes

/// IPFIX (RFC 7011): a header of 16 bytes that states the message's length, and sets of templates, of options templates and of
/// data.
extension ExportDecoder {
    static let ipfixHeaderLength = 16

    /// - Returns: what is wrong with the form of the message's sets; `nil` where nothing is.
    @discardableResult
    mutating func decodeIPFIX(
        _ datagram: Span<UInt8>, from exporter: IPAddress?, at time: Timestamp, into sink: inout some LogSink
    ) -> String? {
        guard datagram.count >= Self.ipfixHeaderLength else {
            sink.note(.undecoded("ipfix_cut"), count: 1, at: time, from: LogOrigin(exporter: exporter))
            return "ipfix_cut"
        }
        let length = Int(datagram.number16(2))
        let exportTime = Timestamp(nanoseconds: Int64(datagram.number32(4)) * Timestamp.nanosecondsPerSecond)
        let origin = LogOrigin(exporter: exporter, domain: datagram.number32(12))
        guard length >= Self.ipfixHeaderLength else {
            sink.note(.undecoded("ipfix_length"), count: 1, at: exportTime, from: origin)
            return "ipfix_length"
        }
        guard
            let opened = open(.ipfix, datagram, from: exporter, origin, at: time, exportTime: exportTime, into: &sink)
        else { return nil }
        var message = SetMessage(
            dialect: .ipfix, place: opened.place, origin: origin, exportTime: exportTime, receivedAt: time, uptime: 0,
            end: min(length, datagram.count))
        decodeSets(datagram, from: Self.ipfixHeaderLength, &message, into: &sink)
        if length > datagram.count, !message.isCut {
            sink.note(.undecoded("ipfix_cut"), count: 1, at: exportTime, from: origin)
        }
        // A datagram holds one message (RFC 7011 section 10.3.1); what follows does not belong to it.
        if length < datagram.count {
            sink.note(.remark("ipfix_bytes_behind_message"), count: 1, at: exportTime, from: origin)
        }
        let units = UInt32(clamping: message.dataRecords)
        close(opened, origin, message.sequence(number: datagram.number32(8), units: units, start: nil), into: &sink)
        return message.damage
    }
}
