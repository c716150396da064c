package import NetworkTypes

extension ExportDecoder {
    /// Templates, sampling and starts of all exporters, in the form of `SavedExportState`.
    package func savedState() -> [UInt8] {
        var bytes = SavedExportState.signature
        for place in streams.all {
            let stream = streams[place]
            guard stream.key.kind == .netFlowV9 || stream.key.kind == .ipfix else { continue }
            for template in stream.templates.all {
                append(
                    template.isOptions ? .optionsTemplate : .template, stream.key, template.source, to: &bytes)
            }
            for (id, interval) in stream.sampling.entries {
                append(
                    id == nil ? .generalSampling : .sampler, stream.key,
                    (id.map(Self.bigEndian) ?? []) + Self.bigEndian(interval), to: &bytes)
            }
            if let start = stream.systemStart {
                append(.systemStart, stream.key, Self.bigEndian(start.nanoseconds), to: &bytes)
            }
        }
        return bytes
    }

    /// Where the sequence numbers of all exporters have come to, as entries to stand behind `savedState`: what is missing between
    /// them and the first datagrams after a restart was lost.
    package func savedSequences() -> [UInt8] {
        var bytes: [UInt8] = []
        for place in streams.all {
            let stream = streams[place]
            // An agent of sFlow's may be another one than who sends.
            guard stream.key.origin.exporter == stream.key.sender, let saved = stream.sequence.saved else { continue }
            append(.sequence, stream.key, saved, to: &bytes)
        }
        return bytes
    }

    /// Takes up what was saved. Entries that cannot be used any more are left out; behind a damaged one nothing is read.
    ///
    /// - Parameter time: now, from which on the exporters count as heard of.
    package mutating func restore(_ saved: [UInt8], at time: Timestamp) throws(SavedExportState.Problem) {
        guard saved.starts(with: SavedExportState.signature) else { throw .notAState }
        let bytes = saved.span
        var position = SavedExportState.signature.count
        while position < bytes.count {
            guard bytes.count - position >= 4, Int(bytes.number32(position)) <= bytes.count - position - 4,
                restore(bytes, position + 4..<position + 4 + Int(bytes.number32(position)), at: time)
            else { throw .damaged(offset: position) }
            position += 4 + Int(bytes.number32(position))
        }
    }

    /// Takes up one entry; false where it is malformed.
    private mutating func restore(_ bytes: Span<UInt8>, _ entry: Range<Int>, at time: Timestamp) -> Bool {
        let headLength = 3
        guard entry.count >= headLength, let kind = SavedExportState.EntryKind(rawValue: bytes[entry.lowerBound]),
            let export = ExportKind(rawValue: bytes[entry.lowerBound + 1]),
            kind == .sequence || export == .netFlowV9 || export == .ipfix
        else { return false }
        let family = bytes[entry.lowerBound + 2]
        let address = entry.lowerBound + headLength
        guard let addressLength = [0: 0, 4: 4, 6: 16][family], entry.upperBound - address >= addressLength + 4 else {
            return false
        }
        let sender: IPAddress? =
            switch family {
            case 4: .v4(IPv4Address(rawValue: bytes.number32(address)))
            case 6: .v6(IPv6Address(rawValue: bytes.number128(address)))
            default: nil
            }
        let origin = LogOrigin(exporter: sender, domain: bytes.number32(address + addressLength))
        let key = ExportStream.Key(sender: sender, kind: export, origin: origin)
        return restore(kind, key, bytes, address + addressLength + 4..<entry.upperBound, at: time)
    }

    private mutating func restore(
        _ kind: SavedExportState.EntryKind, _ key: ExportStream.Key, _ bytes: Span<UInt8>, _ content: Range<Int>,
        at time: Timestamp
    ) -> Bool {
        // Where there is no room, the state was saved with more of it; that is not damage.
        guard let place = streams.place(key, at: time) else { return true }
        let start = content.lowerBound
        switch (kind, content.count) {
        case (.template, _), (.optionsTemplate, _):
            var set = TemplateSet(
                key.kind == .netFlowV9 ? .netFlowV9 : .ipfix, isOptions: kind == .optionsTemplate, content: content)
            guard case .template(let template) = set.next(bytes) else { return false }
            _ = streams.keep(template, place, at: time)
        case (.sampler, 12):
            streams.setSampling(place, bytes.number(start, length: 8), bytes.number32(start + 8))
        case (.generalSampling, 4):
            streams.setSampling(place, nil, bytes.number32(start))
        case (.systemStart, 8):
            streams.setSystemStart(
                place, Timestamp(nanoseconds: Int64(bitPattern: bytes.number(start, length: 8))))
        case (.sequence, DatagramSequence.savedLength):
            guard streams[place].sequence.restore(bytes, at: start) else { return false }
            if streams[place].sequence.hasRecords { streams.noteDecoded(place) }
        default:
            return false
        }
        return true
    }

    private func append(
        _ kind: SavedExportState.EntryKind, _ key: ExportStream.Key, _ content: [UInt8], to bytes: inout [UInt8]
    ) {
        let address: [UInt8] =
            switch key.sender {
            case .v4(let address): [4] + Self.bigEndian(address.rawValue)
            case .v6(let address): [6] + Self.bigEndian(address.rawValue)
            case nil: [0]
            }
        let entry = [kind.rawValue, key.kind.rawValue] + address + Self.bigEndian(key.origin.domain) + content
        bytes += Self.bigEndian(UInt32(entry.count)) + entry
    }

    private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
