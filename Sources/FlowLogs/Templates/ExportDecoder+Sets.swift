import NetworkTypes

/// The sets of NetFlow v9 and IPFIX (RFC 3954 section 5, RFC 7011 section 3.3): a number, a length, and records.
extension ExportDecoder {
    private static let setHeaderLength = 4

    mutating func decodeSets(
        _ datagram: Span<UInt8>, from start: Int, _ message: inout SetMessage, into sink: inout some LogSink
    ) {
        var position = start
        while message.end - position >= Self.setHeaderLength {
            let (id, stated) = (datagram.number16(position), Int(datagram.number16(position + 2)))
            // Zeros behind the last set are padding.
            if id == 0 && stated == 0 { break }
            guard stated >= Self.setHeaderLength else {
                return refuse("set_length", &message, into: &sink)
            }
            let end = min(message.end, position + stated)
            message.isCut = position + stated > message.end
            decodeSet(id, datagram, content: position + Self.setHeaderLength..<end, &message, into: &sink)
            if message.isCut {
                return refuse("set_cut", &message, into: &sink)
            }
            position = end
        }
    }

    /// Notes that the form of a message is wrong, so that something in it was not decoded.
    private func refuse(_ reason: String, _ message: inout SetMessage, into sink: inout some LogSink) {
        message.damage = message.damage ?? reason
        sink.note(.undecoded(reason), count: 1, at: message.exportTime, from: message.origin)
    }

    private mutating func decodeSet(
        _ id: UInt16, _ datagram: Span<UInt8>, content: Range<Int>, _ message: inout SetMessage,
        into sink: inout some LogSink
    ) {
        switch (message.dialect, id) {
        case (.netFlowV9, 0), (.ipfix, 2):
            takeTemplates(datagram, content: content, isOptions: false, &message, into: &sink)
        case (.netFlowV9, 1), (.ipfix, 3):
            takeTemplates(datagram, content: content, isOptions: true, &message, into: &sink)
        case (_, 0..<256):
            refuse("set_reserved", &message, into: &sink)
        default:
            decodeData(id, datagram, content: content, &message, into: &sink)
        }
    }

    private mutating func takeTemplates(
        _ datagram: Span<UInt8>, content: Range<Int>, isOptions: Bool, _ message: inout SetMessage,
        into sink: inout some LogSink
    ) {
        var set = TemplateSet(message.dialect, isOptions: isOptions, content: content)
        while let entry = set.next(datagram) {
            switch entry {
            case .template(let template):
                message.templates += 1
                guard !streams.keep(template, message.place, at: message.receivedAt) else { continue }
                sink.note(.undecoded("templates_full"), count: 1, at: message.exportTime, from: message.origin)
            case .withdrawal(let id):
                message.templates += 1
                // Over UDP nothing can be withdrawn (RFC 7011 section 8.4).
                if isFile { streams.withdraw(id, isOptions: isOptions, message.place) }
                sink.note(.notFlow("template_withdrawal"), count: 1, at: message.exportTime, from: message.origin)
            case .refused(let id, let problem):
                message.templates += 1
                // What comes behind it cannot be read by the one that it replaces.
                if problem == .tooLong { streams.withdraw(id, isOptions: isOptions, message.place) }
                refuse(problem.rawValue, &message, into: &sink)
            case .cut:
                refuse("template_cut", &message, into: &sink)
            }
        }
    }

    private mutating func decodeData(
        _ id: UInt16, _ datagram: Span<UInt8>, content: Range<Int>, _ message: inout SetMessage,
        into sink: inout some LogSink
    ) {
        let seconds = message.receivedAt.nanoseconds / Timestamp.nanosecondsPerSecond
        guard let template = streams[message.place].templates.use(id, at: seconds) else {
            // How many records that are is said by what follows.
            message.unknownBytes += content.count
            message.unknownRecords += streams[message.place].recordCount(bytes: content.count)
            return
        }
        guard template.passing == nil else {
            return decodeFlows(template, datagram, content: content, &message, into: &sink)
        }
        var walk = RecordWalk(template, content: content)
        var fields = RecordFields()
        if template.isOptions {
            takeOptions(&walk, datagram, message, into: &sink)
        } else if template.tellsOfFlows || template.holdsPackets {
            let context = context(message)
            while walk.next(datagram, into: &fields) {
                if hand(fields, datagram, context, into: &sink) { message.flows += 1 }
            }
            streams[message.place].count(records: walk.count, bytes: content.count)
        } else {
            while walk.skip(datagram, into: &fields) {}
            let count = UInt64(walk.count)
            if count > 0 {
                sink.note(.notFlow("without_addresses"), count: count, at: message.exportTime, from: message.origin)
            }
        }
        message.dataRecords += walk.count
        if walk.isDamaged {
            refuse("record_cut", &message, into: &sink)
        }
    }

    /// Decodes records of one length whose ends are told by IPv4 addresses alone.
    private mutating func decodeFlows(
        _ template: Template, _ datagram: Span<UInt8>, content: Range<Int>, _ message: inout SetMessage,
        into sink: inout some LogSink
    ) {
        let context = context(message)
        guard var batch = SetBatch(template, context) else { return }
        let count = batch.read(datagram, content: content, context, into: &sink)
        streams[message.place].count(records: count, bytes: content.count)
        message.flows += count
        message.dataRecords += count
    }

    private func context(_ message: SetMessage) -> RecordContext {
        RecordContext(
            origin: message.origin, dialect: message.dialect, exportTime: message.exportTime,
            receivedAt: message.receivedAt, uptime: message.uptime, systemStart: streams[message.place].systemStart,
            sampling: streams[message.place].sampling,
            exporterSampling: streams.senderSampling(message.place))
    }

    /// Hands a record to the sink: its flow, or where it names no ends the packet that it holds.
    ///
    /// - Returns: whether it was one.
    private func hand(
        _ fields: borrowing RecordFields, _ datagram: Span<UInt8>, _ context: RecordContext,
        into sink: inout some LogSink
    ) -> Bool {
        if let (source, destination) = FlowRecordReading.ends(fields) {
            if sink.concerns(source, destination) {
                sink.record(FlowRecordReading.flow(source, destination, fields, context), from: context.origin)
            } else {
                sink.pass(FlowRecordReading.passed(fields, context), from: context.origin)
            }
        } else if let sample = FlowRecordReading.sample(fields, datagram, context) {
            sink.sample(sample, from: context.origin)
        } else {
            sink.note(.notFlow("without_addresses"), count: 1, at: context.exportTime, from: context.origin)
            return false
        }
        return true
    }

    /// Keeps what options say of sampling, and of when the exporter began.
    private mutating func takeOptions(
        _ walk: inout RecordWalk, _ datagram: Span<UInt8>, _ message: SetMessage, into sink: inout some LogSink
    ) {
        var fields = RecordFields()
        while walk.next(datagram, into: &fields) {
            if let interval = SamplingRates.stated(fields) {
                streams.setSampling(message.place, SamplingRates.sampler(fields), interval)
            }
            if let start = fields[.systemStart].flatMap(ExportTime.milliseconds) {
                streams.setSystemStart(message.place, start)
            }
        }
        guard walk.count > 0 else { return }
        sink.note(.notFlow("options"), count: UInt64(walk.count), at: message.exportTime, from: message.origin)
    }
}
