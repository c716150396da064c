import NetworkTypes

extension ExportDecoder {
    /// Whether the data of a UDP datagram is an export, by all that its headers state and not by its first bytes alone: a
    /// question to a name server may begin as an export does.
    ///
    /// - Parameters:
    ///   - datagram: the data, or as much of it as was captured.
    ///   - length: how many bytes the data had on the wire; `nil` where all of it is there. Of data that is cut, what is
    ///     there must fit, and the export's time be later than 1990.
    package static func recognises(_ datagram: Span<UInt8>, length: Int? = nil) -> Bool {
        let length = max(length ?? 0, datagram.count)
        return switch ExportKind(datagram) {
        case .netFlowV5: isNetFlowV5(datagram, length: length)
        case .netFlowV9:
            datagram.count >= 20 && isTimeKnown(datagram, 8, length)
                && areSets(datagram, from: 20, to: length, firstIDs: 0...1, mayPad: true)
        case .ipfix: isIPFIX(datagram, length: length)
        case .sFlow: isSFlow(datagram, length: length)
        case nil: false
        }
    }

    /// The records that the header states are there, or more of them.
    private static func isNetFlowV5(_ datagram: Span<UInt8>, length: Int) -> Bool {
        guard datagram.count >= NetFlowV5Header.length else { return false }
        let (records, rest) = (length - NetFlowV5Header.length).quotientAndRemainder(
            dividingBy: NetFlowV5Header.recordLength)
        let count = Int(datagram.number16(2))
        return count > 0 && count <= records && rest == 0 && isTimeKnown(datagram, 8, length)
    }

    private static func isIPFIX(_ datagram: Span<UInt8>, length: Int) -> Bool {
        guard datagram.count >= ipfixHeaderLength else { return false }
        let stated = Int(datagram.number16(2))
        guard stated >= ipfixHeaderLength, stated <= length, isTimeKnown(datagram, 4, length) else { return false }
        // Of a message alone there is nothing that could look like one by chance but for its header.
        guard stated > ipfixHeaderLength else { return stated == length }
        return areSets(datagram, from: ipfixHeaderLength, to: stated, firstIDs: 2...3, mayPad: false)
    }

    /// Samples follow one another up to the end.
    private static func isSFlow(_ datagram: Span<UInt8>, length: Int) -> Bool {
        guard let header = SFlowHeader(datagram) else { return false }
        var position = header.length
        for _ in 0..<header.sampleCount {
            guard position + 8 <= datagram.count else { return datagram.count < length && position < length }
            let next = position + 8 + Int(datagram.number32(position + 4))
            guard next <= length else { return false }
            position = next
        }
        return true
    }

    /// Whether data that is cut states a time that an exporter may have; data that is whole shows otherwise what it is.
    private static func isTimeKnown(_ datagram: Span<UInt8>, _ place: Int, _ length: Int) -> Bool {
        let year1990: UInt32 = 631_152_000
        return datagram.count >= length || datagram.number32(place) >= year1990
    }

    /// Whether sets follow one another up to the end, as far as they are there.
    ///
    /// - Parameters:
    ///   - firstIDs: the numbers of sets of templates and of options templates; those of data begin at 256.
    ///   - mayPad: whether zeros may follow the last.
    private static func areSets(
        _ datagram: Span<UInt8>, from start: Int, to end: Int, firstIDs: ClosedRange<UInt16>, mayPad: Bool
    ) -> Bool {
        var position = start
        while end - position >= 4 {
            guard position + 4 <= datagram.count else { return position > start || datagram.count < end }
            let (id, length) = (datagram.number16(position), Int(datagram.number16(position + 2)))
            if mayPad, id == 0, length == 0 { return position > start }
            guard firstIDs.contains(id) || id >= 256, length >= 4, length <= end - position else { return false }
            position += length
        }
        return position > start
    }
}
