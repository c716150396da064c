import NetworkTypes

/// NetFlow v9 (RFC 3954): datagrams of one exporter to one collector, in a capture.
struct NetFlowV9Encoder: Sendable {
    /// When the exporter began, in Unix seconds.
    private let began: Int64
    private var sequence: UInt32 = 0

    private static let exporter = Endpoint(address: .v4(IPv4Address(rawValue: 0x6440_0001)), port: 40_000)
    private static let collector = Endpoint(address: .v4(IPv4Address(rawValue: 0x6440_0002)), port: 2_055)
    private static let frames = CaptureEncoder(.pcap, snapLength: 65_535)
    /// Records in a datagram.
    private static let recordCount = 24
    /// Datagrams after which the templates are sent again.
    private static let templateInterval: UInt32 = 512
    /// Of IPv4 and of IPv6.
    private static let templateIDs: (v4: UInt16, v6: UInt16) = (256, 257)

    static var header: [UInt8] { frames.header }

    init(began: Int64) {
        self.began = began
    }

    /// Appends the hour's datagrams, the first of which has the templates.
    mutating func write(_ flows: [SimulatedFlow], to capture: inout [UInt8]) {
        let directions = flows.flatMap(SimulatedDirection.of)
        for start in stride(from: 0, to: directions.count, by: Self.recordCount) {
            let records = directions[start..<min(start + Self.recordCount, directions.count)]
            // Exported in the next whole second behind the last packet.
            let seconds = Int64((records.map(\.sent.last).max() ?? 0) / 1_000_000) + 1
            let hasTemplates = start == 0 || sequence % Self.templateInterval == 0
            let datagram = datagram(records, at: seconds, hasTemplates: hasTemplates)
            let frame = FrameBuilder.ethernet(
                ip: FrameBuilder.ip(
                    from: Self.exporter.address, to: Self.collector.address, .udp,
                    FrameBuilder.udp(from: Self.exporter.port, to: Self.collector.port, datagram)))
            Self.frames.begin(UInt64(seconds) * 1_000_000, length: frame.count, in: &capture)
            capture += frame
            Self.frames.end(length: frame.count, in: &capture)
        }
    }

    private mutating func datagram(
        _ records: ArraySlice<SimulatedDirection>, at seconds: Int64, hasTemplates: Bool
    ) -> [UInt8] {
        var sets = WireBytes()
        if hasTemplates {
            sets.appendSet(
                0, Self.template(Self.templateIDs.v4, 8, 12, 4) + Self.template(Self.templateIDs.v6, 27, 28, 16))
        }
        for isIPv6 in [false, true] {
            let content = records.filter { $0.isIPv6 == isIPv6 }.flatMap(record)
            if !content.isEmpty { sets.appendSet(isIPv6 ? Self.templateIDs.v6 : Self.templateIDs.v4, content) }
        }
        var datagram = WireBytes()
        datagram.append16(9)
        datagram.append16(UInt16(records.count + (hasTemplates ? 2 : 0)))
        datagram.append32(UInt32(truncatingIfNeeded: (seconds - began) * 1_000))
        datagram.append32(UInt32(truncatingIfNeeded: seconds))
        datagram.append32(sequence)
        datagram.append32(1)
        datagram.append(sets.bytes)
        sequence &+= 1
        return datagram.bytes
    }

    private static func template(_ id: UInt16, _ source: UInt16, _ destination: UInt16, _ length: UInt16) -> [UInt8] {
        WireBytes.template(
            id,
            [
                (source, length), (destination, length), (7, 2), (11, 2), (4, 1), (6, 1), (2, 4), (1, 4), (22, 4),
                (21, 4),
            ])
    }

    private func record(_ direction: SimulatedDirection) -> [UInt8] {
        var record = WireBytes()
        record.append(direction.source.address)
        record.append(direction.destination.address)
        record.append16(direction.ports.source)
        record.append16(direction.ports.destination)
        record.append8(direction.transport.rawValue)
        record.append8(UInt8(truncatingIfNeeded: direction.sent.flags.rawValue))
        record.append32(UInt32(truncatingIfNeeded: direction.sent.packets))
        record.append32(UInt32(truncatingIfNeeded: direction.sent.bytes))
        for time in [direction.sent.first, direction.sent.last] {
            record.append32(UInt32(truncatingIfNeeded: Int64(time / 1_000) - began * 1_000))
        }
        return record.bytes
    }
}
