import NetworkTypes

/// IPFIX (RFC 7011) as a file (RFC 5655): messages with biflows (RFC 5103), whose source is the initiator.
struct IPFIXEncoder: Sendable {
    /// Data records so far.
    private var sequence: UInt32 = 0

    /// Records in a message.
    private static let recordCount = 200
    /// Of IPv4 and of IPv6.
    private static let templateIDs: (v4: UInt16, v6: UInt16) = (256, 257)
    /// The enterprise that stands for the reverse direction (RFC 5103 section 6.1).
    private static let reverse: UInt32 = 29_305

    /// Appends the hour's messages, the first of which has the templates.
    mutating func write(_ flows: [SimulatedFlow], to file: inout [UInt8]) {
        for start in stride(from: 0, to: flows.count, by: Self.recordCount) {
            let records = flows[start..<min(start + Self.recordCount, flows.count)]
            var sets = WireBytes()
            if start == 0 {
                sets.appendSet(2, Self.template(Self.templateIDs.v4, 8, 12, 4))
                sets.appendSet(2, Self.template(Self.templateIDs.v6, 27, 28, 16))
            }
            for isIPv6 in [false, true] {
                let content = records.filter { $0.isIPv6 == isIPv6 }.flatMap(Self.record)
                // Each record fills whole words, so that nothing is padded.
                if !content.isEmpty { sets.appendSet(isIPv6 ? Self.templateIDs.v6 : Self.templateIDs.v4, content) }
            }
            var message = WireBytes()
            message.append16(10)
            message.append16(UInt16(16 + sets.bytes.count))
            message.append32(UInt32(truncatingIfNeeded: (records.map(\.last).max() ?? 0) / 1_000_000 + 1))
            message.append32(sequence)
            message.append32(1)
            file += message.bytes + sets.bytes
            sequence &+= UInt32(records.count)
        }
    }

    private static func template(_ id: UInt16, _ source: UInt16, _ destination: UInt16, _ length: UInt16) -> [UInt8] {
        let fields: [(UInt16, UInt16, Bool)] = [
            (source, length, false), (destination, length, false), (7, 2, false), (11, 2, false), (4, 1, false),
            (239, 1, false), (6, 2, false), (6, 2, true), (32, 2, false), (152, 8, false), (153, 8, false),
            (2, 8, false),
            (1, 8, false), (2, 8, true), (1, 8, true),
        ]
        var record = WireBytes()
        record.append16(id)
        record.append16(UInt16(fields.count))
        for (element, length, isReverse) in fields {
            record.append16(isReverse ? element | 0x8000 : element)
            record.append16(length)
            if isReverse { record.append32(reverse) }
        }
        return record.bytes
    }

    private static func record(_ flow: SimulatedFlow) -> [UInt8] {
        var record = WireBytes()
        record.append(flow.source.address)
        record.append(flow.destination.address)
        record.append16(flow.source.port)
        record.append16(flow.destination.port)
        record.append8(flow.transport.rawValue)
        // biflowDirection: the source is the initiator.
        record.append8(1)
        record.append16(flow.forward.flags.rawValue)
        record.append16(flow.reverse.flags.rawValue)
        record.append16(flow.icmp?.source ?? 0)
        for time in [flow.first, flow.last] { record.append64(time / 1_000) }
        for number in [flow.forward.packets, flow.forward.bytes, flow.reverse.packets, flow.reverse.bytes] {
            record.append64(number)
        }
        return record.bytes
    }
}
