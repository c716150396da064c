import NetworkTypes

/// A frame of one kind that is whole but for addresses and ports. What they add to the checksums is added when they are
/// known, so that a frame is a copy and a few stores.
struct FrameTemplate {
    /// With addresses, ports and checksums of 0.
    private let bytes: [UInt8]
    private let isIPv6: Bool
    private let transport: TransportProtocol
    /// The words of the IPv4 header, added up.
    private let networkSum: UInt32
    /// The words of the segment and of the pseudo-header (RFC 9293 section 3.1), added up.
    private let transportSum: UInt32
    /// Frames that hold no IP have no ends.
    private let hasEnds: Bool

    /// Where the IP header stands.
    private static let network = 14

    init(_ kind: PacketKind, overIPv6: Bool) {
        isIPv6 = overIPv6
        transport = kind.transport
        hasEnds = kind != .arp
        guard hasEnds else {
            bytes = FrameBuilder.ethernet(type: 0x0806, [UInt8](repeating: 0, count: 46))
            (networkSum, transportSum) = (0, 0)
            return
        }
        let segment = Self.segment(kind)
        let packet =
            overIPv6
            ? FrameBuilder.ipv6(from: Self.none6, to: Self.none6, transport, segment)
            : FrameBuilder.ipv4(from: Self.none4, to: Self.none4, transport, segment)
        var frame = WireBytes(FrameBuilder.ethernet(ip: packet))
        if !overIPv6 { frame.set16(0, at: Self.network + 10) }
        bytes = frame.bytes
        networkSum = overIPv6 ? 0 : Self.sum(Array(packet.prefix(20))) &- Self.word(packet, 10)
        transportSum = Self.sum(segment) + UInt32(transport.rawValue) + UInt32(segment.count)
    }

    private static let none4 = IPv4Address(rawValue: 0)
    private static let none6 = IPv6Address(rawValue: 0)

    private static func segment(_ kind: PacketKind) -> [UInt8] {
        let payload = [UInt8](repeating: 0x2E, count: kind.payloadLength)
        let echo = [UInt8](repeating: 0x61, count: PacketKind.echoLength)
        switch kind {
        case .ping: return FrameBuilder.icmp(type: 8, echo)
        case .pong: return FrameBuilder.icmp(type: 0, echo)
        case .datagram, .reply: return FrameBuilder.udp(from: 0, to: 0, payload)
        default: return FrameBuilder.tcp(from: 0, to: 0, kind.flags, payload)
        }
    }

    private static func sum(_ bytes: [UInt8]) -> UInt32 {
        stride(from: 0, to: bytes.count, by: 2).reduce(0) { $0 + word(bytes, $1) }
    }

    private static func word(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        UInt32(bytes[place]) << 8 | (place + 1 < bytes.count ? UInt32(bytes[place + 1]) : 0)
    }

    /// The frame's length on the wire.
    var length: Int { bytes.count }

    /// Appends the frame between two ends, cut to `captured` bytes, which hold all headers.
    func append(from source: Endpoint, to destination: Endpoint, captured: Int, to frames: inout [UInt8]) {
        let start = frames.count
        frames += bytes[..<captured]
        guard hasEnds else { return }
        let sum = writeAddresses(source.address, destination.address, at: start + Self.network, &frames)
        guard transport != .icmp else { return }
        let segment = start + Self.network + (isIPv6 ? 40 : 20)
        frames.set16(source.port, at: segment)
        frames.set16(destination.port, at: segment + 2)
        // A datagram over IPv4 may go without a checksum (RFC 768).
        guard transport == .tcp || isIPv6 else { return }
        let all = sum + transportSum + UInt32(source.port) + UInt32(destination.port)
        let checksum = Self.checksum(all)
        // For UDP a checksum of 0 would say that there is none (RFC 8200 section 8.1).
        let isSaid = transport == .tcp || checksum > 0
        frames.set16(isSaid ? checksum : .max, at: segment + (transport == .tcp ? 16 : 6))
    }

    /// Writes both addresses, and the checksum of IPv4.
    /// - Returns: the addresses' words, added up.
    private func writeAddresses(
        _ source: IPAddress, _ destination: IPAddress, at header: Int, _ frames: inout [UInt8]
    ) -> UInt32 {
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            let sum =
                frames.set32(source.rawValue, at: header + 12) + frames.set32(destination.rawValue, at: header + 16)
            frames.set16(Self.checksum(sum + networkSum), at: header + 10)
            return sum
        case (.v6(let source), .v6(let destination)):
            return frames.set128(source.rawValue, at: header + 8) + frames.set128(destination.rawValue, at: header + 24)
        default: preconditionFailure("both ends of a packet have addresses of one version")
        }
    }

    /// What makes words that add up to `sum` a whole of ones (RFC 1071).
    private static func checksum(_ sum: UInt32) -> UInt16 {
        var sum = sum
        while sum > 0xFFFF { sum = sum >> 16 + sum & 0xFFFF }
        return ~UInt16(truncatingIfNeeded: sum)
    }
}

/// One end of a packet.
struct Endpoint: Equatable {
    let address: IPAddress
    let port: UInt16
}

extension [UInt8] {
    @inline(__always)
    fileprivate mutating func set16(_ value: UInt16, at place: Int) {
        self[place] = UInt8(truncatingIfNeeded: value >> 8)
        self[place + 1] = UInt8(truncatingIfNeeded: value)
    }

    /// - Returns: both words, added up.
    @inline(__always)
    fileprivate mutating func set32(_ value: UInt32, at place: Int) -> UInt32 {
        set16(UInt16(truncatingIfNeeded: value >> 16), at: place)
        set16(UInt16(truncatingIfNeeded: value), at: place + 2)
        return value >> 16 + value & 0xFFFF
    }

    /// - Returns: all words, added up.
    @inline(__always)
    fileprivate mutating func set128(_ value: UInt128, at place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 + set32(UInt32(truncatingIfNeeded: value >> UInt128(96 - 32 * $1)), at: place + 4 * $1) }
    }
}
