import NetworkTypes

/// What records of an nfcapd file say about those behind them: exporters, their samplers, and extension maps.
///
/// Bounded: an exporter, a map and a sampler have numbers of 16 bits, or are not kept.
struct NfcapdState: Equatable, Sendable {
    let header: NfcapdHeader
    private(set) var exporters: [UInt16: LogOrigin] = [:]
    private(set) var samplers: [Sampler: UInt32] = [:]
    private(set) var maps: [UInt16: NfcapdExtensionMap] = [:]

    struct Sampler: Hashable, Sendable {
        let exporter: UInt16
        /// -1 of one that holds for all that the exporter sends; -2 and -3 of one that the operator set.
        let number: Int64
    }

    private static let maximumSamplers = 65_536

    init(header: NfcapdHeader) {
        self.header = header
    }

    /// Whether nothing was learnt.
    var isNew: Bool { exporters.isEmpty && samplers.isEmpty && maps.isEmpty }

    /// Keeps the exporter that a record of type 7 tells of; false where it is too short.
    mutating func learnExporter(_ bytes: Span<UInt8>, _ record: Range<Int>) -> Bool {
        guard record.count >= 32 else { return false }
        let place = record.lowerBound
        let domain = bytes.load32(place + 28)
        let address = NfcapdAddress.exporter(bytes, at: place + 8, family: bytes.load16(place + 24))
        exporters[bytes.load16(place + 26)] = LogOrigin(exporter: address, domain: domain)
        return true
    }

    /// Keeps the sampler that a record of type 9 or 15 tells of.
    mutating func learnSampler(_ bytes: Span<UInt8>, _ record: Range<Int>, isNew: Bool) -> Bool {
        let place = record.lowerBound
        let sampler: Sampler
        let interval: UInt32
        if isNew {
            guard record.count >= 24 else { return false }
            sampler = Sampler(
                exporter: bytes.load16(place + 4), number: Int64(bitPattern: bytes.load64(place + 8)))
            let (taken, passed) = (UInt64(bytes.load32(place + 16)), UInt64(bytes.load32(place + 20)))
            guard taken > 0 else { return true }
            interval = UInt32(clamping: (taken + passed) / taken)
        } else {
            guard record.count >= 16 else { return false }
            sampler = Sampler(
                exporter: bytes.load16(place + 14),
                number: Int64(Int32(bitPattern: bytes.load32(place + 4))))
            interval = bytes.load32(place + 8)
        }
        guard interval > 0, samplers.count < Self.maximumSamplers || samplers[sampler] != nil else { return true }
        samplers[sampler] = interval
        return true
    }

    /// Keeps the extension map that a record of type 2 is.
    mutating func learnMap(_ bytes: Span<UInt8>, _ record: Range<Int>) -> Bool {
        guard record.count >= 8 else { return false }
        maps[bytes.load16(record.lowerBound + 4)] = NfcapdExtensionMap(bytes, record)
        return true
    }

    /// One packet in how many an exporter looks at, by the sampler that a record names, or the only one that holds.
    func interval(exporter: UInt16, sampler: Int64?) -> UInt32? {
        guard !samplers.isEmpty else { return nil }
        let numbers = [sampler, -3, -1, 0, -2].compactMap { $0 }
        for number in numbers {
            if let interval = samplers[Sampler(exporter: exporter, number: number)] { return interval }
        }
        return nil
    }
}

/// Addresses as nfdump keeps them.
enum NfcapdAddress {
    /// Two halves, the first of which is the more significant; each least significant byte first.
    @inline(__always)
    static func v6(_ bytes: Span<UInt8>, at place: Int) -> IPAddress {
        .v6(IPv6Address(rawValue: UInt128(bytes.load64(place)) << 64 | UInt128(bytes.load64(place + 8))))
    }

    @inline(__always)
    static func v4(_ bytes: Span<UInt8>, at place: Int) -> IPAddress {
        .v4(IPv4Address(rawValue: bytes.load32(place)))
    }

    /// An exporter's address: in two halves, where a family is named, the IPv4 address at the beginning of the second; in
    /// network order, an IPv4 address mapped, where none is (nfdump 1.7.6 and later). `nil` where there is none.
    static func exporter(_ bytes: Span<UInt8>, at place: Int, family: UInt16) -> IPAddress? {
        switch family {
        case 2: return v4(bytes, at: place + 8)
        case 10: return v6(bytes, at: place)
        default:
            let (high, low) = (bytes.load64(place).byteSwapped, bytes.load64(place + 8).byteSwapped)
            if high == 0, low >> 32 == 0xFFFF { return .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: low))) }
            return high == 0 && low == 0 ? nil : .v6(IPv6Address(rawValue: UInt128(high) << 64 | UInt128(low)))
        }
    }
}
