import NetworkTypes

/// Reads of a line of conn.log no more than whether it is usual, its ends, and its times. Every value that `ZeekRecord` reads is
/// looked at, so that a line which that refuses, or has something to remark of, does not pass.
struct ZeekScreen {
    private var source: UInt32 = 0
    private var destination: UInt32 = 0
    private var first: Int64 = 0
    private var duration: Int64 = 0
    /// A bit for each field that was there.
    private var fields: UInt32 = 0

    /// What a usual line has at least.
    private static let needed = bit(.originator) | bit(.responder) | bit(.time) | bit(.transport)
    /// Of what a line of JSON has at least one, where it does not say of which log it is.
    private static let ofConnections =
        bit(.state) | bit(.originatorPackets) | bit(.missedBytes) | bit(.originatorBytes) | bit(.history) | bit(.path)

    @inline(__always)
    private static func bit(_ field: ZeekField) -> UInt32 { 1 &<< UInt32(field.rawValue) }

    /// Takes the value of a field; false where the line is not a usual one.
    @inline(__always)
    mutating func take(_ field: UInt8, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard let field = ZeekField(rawValue: field), fields & Self.bit(field) == 0 else { return false }
        fields |= Self.bit(field)
        switch field {
        case .originator:
            guard let address = bytes.ipv4Address(range) else { return false }
            source = address.rawValue
        case .responder:
            guard let address = bytes.ipv4Address(range) else { return false }
            destination = address.rawValue
        case .time:
            guard let seconds = bytes.seconds(range) else { return false }
            first = seconds
        case .duration:
            guard let seconds = bytes.seconds(range) else { return false }
            duration = seconds
        case .transport:
            return Self.isUsualTransport(bytes, range)
        case .originatorPort, .responderPort: return bytes.port(range) != nil
        case .originatorPackets, .originatorIPBytes, .originatorBytes, .responderPackets, .responderIPBytes,
            .responderBytes:
            return bytes.number(range) != nil
        case .missedBytes: return bytes.number(range) == 0
        case .tunnelParents: return bytes.isEqual(range, "[]")
        case .path: return bytes.isEqual(range, "conn")
        case .state, .history: break
        case .protocolNumber: return bytes.number(range).map { $0 < 256 } ?? false
        case .shippedTime, .message: return false
        }
        return true
    }

    /// Whether it is `tcp`, `udp` or `icmp`.
    @inline(__always)
    private static func isUsualTransport(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let (tcp, udp, icmp): (UInt64, UInt64, UInt64) = (0x70_6374, 0x70_6475, 0x706D_6369)
        let word = bytes.word(range.lowerBound)
        if range.count == 3 { return word & 0xFF_FFFF == tcp || word & 0xFF_FFFF == udp }
        return range.count == 4 && word & 0xFFFF_FFFF == icmp
    }

    /// What a line of columns says; `nil` where it lacks what a usual one has.
    @inline(__always)
    var line: ScreenedLine? {
        guard fields & Self.needed == Self.needed else { return nil }
        let (last, isBeyond) = first.addingReportingOverflow(duration)
        guard !isBeyond else { return nil }
        return ScreenedLine(ends: IPv4Ends(source: source, destination: destination), first: first, last: last)
    }

    /// What a line of JSON says; `nil` for one of another log, too.
    @inline(__always)
    var jsonLine: ScreenedLine? { fields & Self.ofConnections == 0 ? nil : line }
}
