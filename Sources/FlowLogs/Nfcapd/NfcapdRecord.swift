import NetworkTypes

/// A flow as a record of an nfcapd file states it.
struct NfcapdRecord {
    var value: LogRecord
    var origin = LogOrigin()
    /// Whether nfdump's collector has multiplied packets and bytes by the sampling interval.
    var isScaled = false

    /// Reads the elements of a record of layout 2 (type 11, nfxV3.h) that names two ends.
    ///
    /// - Parameter flow: where the element of times and counters stands.
    init(
        _ elements: NfcapdElements, flow: Int, _ ends: (source: IPAddress, destination: IPAddress),
        _ bytes: Span<UInt8>, _ record: Range<Int>, _ state: NfcapdState, _ last: inout LastOrigin
    ) {
        value = LogRecord(
            transport: TransportProtocol(rawValue: bytes[flow + 44]), source: ends.source,
            destination: ends.destination)
        setPorts(bytes.load16(flow + 40), bytes.load16(flow + 42))
        setTimes(first: bytes.load64(flow), last: bytes.load64(flow + 8), received: bytes.load64(flow + 16))
        value.forward = LogCounters(packets: bytes.load64(flow + 24), bytes: bytes.load64(flow + 32))
        setFlags(bytes[flow + 45], bytes[flow + 46])
        if let place = elements.counters {
            setReverse(packets: bytes.load64(place + 8), bytes: bytes.load64(place + 16))
        }
        if let place = elements.event { setEvent(milliseconds: bytes.load64(place), event: bytes[place + 14]) }
        if let place = elements.natEvent, value.first == nil { setStated(bytes.load64(place)) }
        if let place = elements.miscellany { setMiscellany(bytes, place) }
        let exporter = bytes.load16(record.lowerBound + 8)
        origin = Self.origin(elements, bytes, exporter, state, &last)
        value.samplingInterval = Self.interval(elements, bytes, exporter, state)
        isScaled = Self.isScaled(bytes, at: record.lowerBound)
    }

    @inline(__always)
    static func origin(
        _ elements: NfcapdElements, _ bytes: Span<UInt8>, _ exporter: UInt16, _ state: NfcapdState,
        _ last: inout LastOrigin
    ) -> LogOrigin {
        var origin = last.origin(exporter, state) ?? LogOrigin()
        if origin.exporter == nil { origin.exporter = elements.receivedFrom(bytes) }
        return origin
    }

    @inline(__always)
    static func interval(
        _ elements: NfcapdElements, _ bytes: Span<UInt8>, _ exporter: UInt16, _ state: NfcapdState
    ) -> UInt32? {
        state.interval(exporter: exporter, sampler: elements.sampler.map { Int64(bitPattern: bytes.load64($0)) })
    }

    /// Whether nfdump's collector has multiplied packets and bytes of a record of layout 2.
    @inline(__always)
    static func isScaled(_ bytes: Span<UInt8>, at start: Int) -> Bool { bytes[start &+ 10] & 2 != 0 }

    /// Reads a record of layout 1 (types 1 and 10, nffile.h); `nil` where it is too short for what it says.
    init?(common bytes: Span<UInt8>, _ record: Range<Int>, _ state: NfcapdState, _ last: inout LastOrigin) {
        let start = record.lowerBound
        let isNew = bytes.load16(start) == 10
        let flags = bytes[start + 4]
        var place = start + (isNew ? 32 : 28)
        let (isV6, hasLongPackets, hasLongBytes) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0)
        let length = (isV6 ? 32 : 8) + (hasLongPackets ? 8 : 4) + (hasLongBytes ? 8 : 4)
        guard let map = state.maps[bytes.load16(start + 6)], place + length + map.length <= record.upperBound else {
            return nil
        }
        let end = place + (isV6 ? 16 : 4)
        value = LogRecord(
            transport: TransportProtocol(rawValue: bytes[start + 22]),
            source: isV6 ? NfcapdAddress.v6(bytes, at: place) : NfcapdAddress.v4(bytes, at: place),
            destination: isV6 ? NfcapdAddress.v6(bytes, at: end) : NfcapdAddress.v4(bytes, at: end))
        place += isV6 ? 32 : 8
        let packets = Self.number(bytes, &place, isLong: hasLongPackets)
        value.forward = LogCounters(packets: packets, bytes: Self.number(bytes, &place, isLong: hasLongBytes))
        setPorts(bytes.load16(start + 24), bytes.load16(start + 26))
        let seconds = (first: UInt64(bytes.load32(start + 12)), last: UInt64(bytes.load32(start + 16)))
        setTimes(
            first: seconds.first * 1_000 + UInt64(bytes.load16(start + 8)),
            last: seconds.last * 1_000 + UInt64(bytes.load16(start + 10)),
            received: map.received.map { bytes.load64(place + $0) } ?? 0)
        setFlags(bytes[start + 21], bytes[start + 20])
        setExtensions(bytes, place, map)
        let exporter = isNew ? bytes.load16(start + 28) : UInt16(bytes[start + 5])
        let router = origin.exporter
        origin = last.origin(exporter, state) ?? origin
        if origin.exporter == nil { origin.exporter = router }
        value.samplingInterval = state.interval(exporter: exporter, sampler: nil)
        isScaled = flags & 128 != 0
    }

    private static func number(_ bytes: Span<UInt8>, _ place: inout Int, isLong: Bool) -> UInt64 {
        defer { place += isLong ? 8 : 4 }
        return isLong ? bytes.load64(place) : UInt64(bytes.load32(place))
    }

    private mutating func setExtensions(_ bytes: Span<UInt8>, _ place: Int, _ map: NfcapdExtensionMap) {
        let outPackets = map.outPackets.map { Self.number(bytes, at: place + $0.offset, isLong: $0.isLong) }
        let outBytes = map.outBytes.map { Self.number(bytes, at: place + $0.offset, isLong: $0.isLong) }
        setReverse(packets: outPackets ?? 0, bytes: outBytes ?? 0)
        if let event = map.event {
            setEvent(milliseconds: bytes.load64(place + event), event: bytes[place + event + 14])
        }
        if let router = map.routerV4 { origin.exporter = NfcapdAddress.v4(bytes, at: place + router) }
        if let router = map.routerV6 { origin.exporter = NfcapdAddress.v6(bytes, at: place + router) }
    }

    private static func number(_ bytes: Span<UInt8>, at place: Int, isLong: Bool) -> UInt64 {
        isLong ? bytes.load64(place) : UInt64(bytes.load32(place))
    }
}

// MARK: - What both layouts state

extension NfcapdRecord {
    /// Of ICMP the second port is type and code.
    @inline(__always)
    private mutating func setPorts(_ source: UInt16, _ destination: UInt16) {
        switch value.transport {
        case .icmp, .icmpv6: value.icmp = destination
        default: (value.sourcePort, value.destinationPort) = (source, destination)
        }
    }

    /// Milliseconds; 0 for a last packet that is not stated, and for a first one where there is no last. A record without
    /// either counts when it was received.
    @inline(__always)
    private mutating func setTimes(first: UInt64, last: UInt64, received: UInt64) {
        let times = Self.times(first: first, last: last, received: received)
        (value.first, value.last, value.stated) = (times.first, times.last, times.stated)
    }

    @inline(__always)
    static func times(first: UInt64, last: UInt64, received: UInt64) -> PassedRecord {
        PassedRecord(
            first: first != 0 || last != 0 ? time(first) : nil, last: last != 0 ? time(last) : nil,
            stated: received != 0 ? time(received) : nil, samplingInterval: nil)
    }

    @inline(__always)
    private static func time(_ milliseconds: UInt64) -> Timestamp? {
        guard milliseconds <= UInt64(Int64.max) / 1_000_000 else { return nil }
        return Timestamp(nanoseconds: Int64(milliseconds) * 1_000_000)
    }

    /// TCP's flags, and the forwarding status (RFC 7270 section 4.12), of which 2 in the two upper bits is dropped.
    @inline(__always)
    private mutating func setFlags(_ flags: UInt8, _ forwarding: UInt8) {
        if value.transport == .tcp { value.forward.tcpFlags = flags }
        value.isRefused = forwarding >> 6 == 2
    }

    private mutating func setReverse(packets: UInt64, bytes: UInt64) {
        guard packets > 0 || bytes > 0 else { return }
        value.reverse = LogCounters(packets: packets, bytes: bytes)
    }

    /// A firewall's event (NSEL): the source is the initiator. Firewalls that count no packets state payload alone; the bytes of
    /// those that do are those of packets, as far as the file tells.
    private mutating func setEvent(milliseconds: UInt64, event: UInt8) {
        value.initiator = .source
        value.isRefused = event == 3
        setStated(milliseconds)
        guard value.forward.packets ?? 0 == 0, value.reverse?.packets ?? 0 == 0 else { return }
        (value.forward.payloadBytes, value.forward.bytes) = (value.forward.bytes, nil)
        if let bytes = value.reverse?.bytes {
            value.reverse?.payloadBytes = bytes
            value.reverse?.bytes = nil
        }
    }

    private mutating func setStated(_ milliseconds: UInt64) {
        if milliseconds != 0 { value.stated = Self.time(milliseconds) }
    }

    /// biflowDirection (RFC 5103 section 6.3), and the flags of the other direction.
    private mutating func setMiscellany(_ bytes: Span<UInt8>, _ place: Int) {
        switch bytes[place + 12] {
        case 1: value.initiator = .source
        case 2: value.initiator = .destination
        default: break
        }
        let flags = bytes[place + 14]
        if value.transport == .tcp, flags != 0, value.reverse != nil { value.reverse?.tcpFlags = flags }
    }
}

/// The exporter that was last looked up: most records of a block have one.
struct LastOrigin {
    private var number: UInt16?
    private var origin: LogOrigin?

    @inline(__always)
    mutating func origin(_ number: UInt16, _ state: NfcapdState) -> LogOrigin? {
        if self.number != number { (self.number, origin) = (number, state.exporters[number]) }
        return origin
    }

    mutating func forget() {
        number = nil
    }
}
