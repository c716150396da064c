import NetworkTypes

/// Where the elements that are read stand in a record of layout 2 (nfxV3.h): behind their headers, and long enough.
struct NfcapdElements {
    /// Times, counters, ports, protocol and flags.
    private(set) var flow: Int?
    private(set) var v4: Int?
    private(set) var v6: Int?
    /// Interfaces, and which end a biflow began at.
    private(set) var miscellany: Int?
    /// What went the other way.
    private(set) var counters: Int?
    private(set) var sampler: Int?
    /// NSEL's and NAT's events.
    private(set) var event: Int?
    private(set) var natEvent: Int?
    private var receivedV4: Int?
    private var receivedV6: Int?

    /// Whether they name the address that sent the datagram.
    var namesSender: Bool { receivedV4 != nil || receivedV6 != nil }

    /// `nil` where the elements do not fit into the record.
    init?(_ bytes: Span<UInt8>, _ record: Range<Int>) {
        guard record.count >= NfcapdShape.headerLength else { return nil }
        var place = record.lowerBound + NfcapdShape.headerLength
        for _ in 0..<bytes.load16(record.lowerBound + 4) {
            guard place + 4 <= record.upperBound else { return nil }
            let length = Int(bytes.load16(place + 2))
            guard length >= 4, place + length <= record.upperBound else { return nil }
            note(bytes.load16(place), at: place + 4, length: length - 4)
            place += length
        }
    }

    @inline(__always)
    private mutating func note(_ number: UInt16, at place: Int, length: Int) {
        switch number {
        case 1 where length >= 48: flow = place
        case 2 where length >= 8: v4 = place
        case 3 where length >= 32: v6 = place
        case 4 where length >= 15: miscellany = place
        case 5 where length >= 24: counters = place
        case 12 where length >= 4: receivedV4 = place
        case 13 where length >= 16: receivedV6 = place
        case 18 where length >= 8: sampler = place
        case 19 where length >= 15: event = place
        case 25 where length >= 8: natEvent = place
        default: break
        }
    }

    /// The two ends; `nil` where it names none.
    @inline(__always)
    func ends(_ bytes: Span<UInt8>) -> (source: IPAddress, destination: IPAddress)? {
        if let v4 { return (NfcapdAddress.v4(bytes, at: v4), NfcapdAddress.v4(bytes, at: v4 + 4)) }
        return v6.map { (NfcapdAddress.v6(bytes, at: $0), NfcapdAddress.v6(bytes, at: $0 + 16)) }
    }

    /// The address that sent the datagram.
    func receivedFrom(_ bytes: Span<UInt8>) -> IPAddress? {
        receivedV4.map { NfcapdAddress.v4(bytes, at: $0) } ?? receivedV6.map { NfcapdAddress.v6(bytes, at: $0) }
    }
}
