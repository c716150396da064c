import NetworkTypes

extension ExportDecoder {
    /// Whether the data of a UDP datagram is an export, by all that its headers state and not by its first bytes alone: a
    /// question to a name server may begin as an export does.
    ///
    /// An export that is damaged is one, too, so that its damage is named: then what it begins with must fit, and its time be later
    /// than 1990, which nothing is that merely begins alike.
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
                && areSets(
                    datagram, from: 20, to: length, firstIDs: 0...1, mayPad: true, mayBreak: isLate(datagram, 8))
        case .ipfix: isIPFIX(datagram, length: length)
        case .sFlow: isSFlow(datagram, length: length)
        case nil: false
        }
    }

    /// The records that the header states are there, or more of them; fewer only behind a time that an exporter may have.
    private static func isNetFlowV5(_ datagram: Span<UInt8>, length: Int) -> Bool {
        guard datagram.count >= NetFlowV5Header.length else { return false }
        let (records, rest) = (length - NetFlowV5Header.length).quotientAndRemainder(
            dividingBy: NetFlowV5Header.recordLength)
        let count = Int(datagram.number16(2))
        guard count > 0, records > 0, rest == 0 else { return false }
        return count <= records ? isTimeKnown(datagram, 8, length) : isLate(datagram, 8)
    }

    private static func isIPFIX(_ datagram: Span<UInt8>, length: Int) -> Bool {
        guard datagram.count >= ipfixHeaderLength else { return false }
        let stated = Int(datagram.number16(2))
        let isLate = isLate(datagram, 4)
        guard stated >= ipfixHeaderLength, stated <= length || isLate, isTimeKnown(datagram, 4, length) else {
            return false
        }
        // Of a message alone there is nothing that could look like one by chance but for its header.
        guard stated > ipfixHeaderLength else { return stated == length }
        return areSets(
            datagram, from: ipfixHeaderLength, to: min(stated, length), firstIDs: 2...3, mayPad: false, mayBreak: isLate
        )
    }

    /// Samples follow one another up to the end, or at least one stands there whole.
    private static func isSFlow(_ datagram: Span<UInt8>, length: Int) -> Bool {
        guard let header = SFlowHeader(datagram) else { return false }
        var position = header.length
        for number in 0..<header.sampleCount {
            let isBegun = number > 0
            guard position + 8 <= datagram.count else {
                return isBegun || datagram.count < length && position < length
            }
            let next = position + 8 + Int(datagram.number32(position + 4))
            guard next <= length else { return isBegun }
            position = next
        }
        return true
    }

    /// Whether data that is cut states a time that an exporter may have; data that is whole shows otherwise what it is.
    private static func isTimeKnown(_ datagram: Span<UInt8>, _ place: Int, _ length: Int) -> Bool {
        datagram.count >= length || isLate(datagram, place)
    }

    /// Whether a time is later than 1990.
    private static func isLate(_ datagram: Span<UInt8>, _ place: Int) -> Bool {
        let year1990: UInt32 = 631_152_000
        return datagram.number32(place) >= year1990
    }

    /// Whether sets follow one another up to the end, as far as they are there.
    ///
    /// - Parameters:
    ///   - firstIDs: the numbers of sets of templates and of options templates; those of data begin at 256.
    ///   - mayPad: whether zeros may follow the last.
    ///   - mayBreak: whether it is enough that the first stands there whole.
    private static func areSets(
        _ datagram: Span<UInt8>, from start: Int, to end: Int, firstIDs: ClosedRange<UInt16>, mayPad: Bool,
        mayBreak: Bool
    ) -> Bool {
        var position = start
        while end - position >= 4 {
            guard position + 4 <= datagram.count else { return position > start || datagram.count < end }
            let (id, length) = (datagram.number16(position), Int(datagram.number16(position + 2)))
            if mayPad, id == 0, length == 0 { return position > start }
            guard firstIDs.contains(id) || id >= 256, length >= 4, length <= end - position else {
                return mayBreak && position > start
            }
            position += length
        }
        return position > start
    }
}
