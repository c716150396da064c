/// Puts export datagrams together.
package enum ExportBuilder {
    package static func number(_ value: some BinaryInteger, _ length: Int) -> [UInt8] {
        (0..<length).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// A set: its number, its length, its content, and padding.
    package static func set(_ id: Int, _ content: [UInt8], padding: Int = 0) -> [UInt8] {
        number(id, 2) + number(content.count + padding + 4, 2) + content + [UInt8](repeating: 0, count: padding)
    }

    /// A template's record.
    package static func template(_ id: Int, _ fields: [(Int, Int)]) -> [UInt8] {
        number(id, 2) + number(fields.count, 2) + fields.flatMap(field)
    }

    /// A field; one of an enterprise has its number above the element's 16 bits.
    package static func field(_ field: (Int, Int)) -> [UInt8] {
        let (element, length) = field
        guard element > 0xFFFF else { return number(element, 2) + number(length, 2) }
        return number(element & 0x7FFF | 0x8000, 2) + number(length, 2) + number(element >> 16, 4)
    }

    /// An element of an enterprise.
    package static func enterprise(_ number: Int, _ element: Int) -> Int { number << 16 | element }
    package static func reverse(_ element: Int) -> Int { enterprise(29_305, element) }

    /// An options template's record of IPFIX.
    package static func options(_ id: Int, scopes: Int, _ fields: [(Int, Int)]) -> [UInt8] {
        number(id, 2) + number(fields.count, 2) + number(scopes, 2) + fields.flatMap(field)
    }

    /// An options template's record of NetFlow v9.
    package static func options9(_ id: Int, scopes: [(Int, Int)], _ fields: [(Int, Int)]) -> [UInt8] {
        number(id, 2) + number(scopes.count * 4, 2) + number(fields.count * 4, 2) + (scopes + fields).flatMap(field)
    }

    package static func ipfix(
        _ sets: [[UInt8]], sequence: Int = 0, seconds: Int = 1_500_000_000, domain: Int = 7, length: Int? = nil
    ) -> [UInt8] {
        let content = sets.flatMap { $0 }
        return number(10, 2) + number(length ?? content.count + 16, 2) + number(seconds, 4) + number(sequence, 4)
            + number(domain, 4) + content
    }

    package static func netFlow9(
        _ sets: [[UInt8]], count: Int = 1, sequence: Int = 0, seconds: Int = 1_500_000_000, uptime: Int = 1_000_000,
        domain: Int = 7
    ) -> [UInt8] {
        number(9, 2) + number(count, 2) + number(uptime, 4) + number(seconds, 4) + number(sequence, 4)
            + number(domain, 4) + sets.flatMap { $0 }
    }

    /// A datagram of NetFlow v5 with that many records, from 10.0.0.1 to 10.0.0.2 each, the first of number `first`.
    package static func netFlow5(
        _ count: Int, stated: Int? = nil, sequence: Int = 0, seconds: Int = 1_500_000_000, uptime: Int = 1_000_000,
        engine: Int = 0, sampling: Int = 0, switched: (Int, Int) = (900_000, 950_000), port: Int = 4_000,
        transport: Int = 6
    ) -> [UInt8] {
        var bytes = number(5, 2) + number(stated ?? count, 2) + number(uptime, 4) + number(seconds, 4) + number(0, 4)
        bytes += number(sequence, 4) + number(engine, 2) + number(sampling, 2)
        for index in 0..<count {
            bytes += [10, 0, 0, 1, 10, 0, 0, 2, 0, 0, 0, 0] + number(1, 2) + number(2, 2)
            bytes += number(3, 4) + number(120 + index, 4) + number(switched.0, 4) + number(switched.1, 4)
            bytes +=
                number(port + index, 2) + number(443, 2) + [0, 0x12, UInt8(transport), 0]
                + [UInt8](repeating: 0, count: 8)
        }
        return bytes
    }

    /// The elements that make a flow of IPv4, and their bytes.
    package static let flowFields = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 4), (2, 4)]
    package static func flow(port: Int = 4_000, bytes: Int = 120, packets: Int = 3, transport: Int = 6) -> [UInt8] {
        [10, 0, 0, 1, 203, 0, 113, 5] + number(port, 2) + number(443, 2) + [UInt8(transport)] + number(bytes, 4)
            + number(packets, 4)
    }

    package static func sFlow(
        _ samples: [[UInt8]], sequence: Int = 1, uptime: Int = 5_000, agent: [UInt8] = [192, 0, 2, 77],
        subAgent: Int = 3
    ) -> [UInt8] {
        let family = agent.isEmpty ? 0 : agent.count == 4 ? 1 : 2
        return number(5, 4) + number(family, 4) + agent + number(subAgent, 4) + number(sequence, 4) + number(uptime, 4)
            + number(samples.count, 4) + samples.flatMap { $0 }
    }

    /// A block of sFlow.
    package static func block(_ tag: Int, _ content: [UInt8]) -> [UInt8] {
        number(tag, 4) + number(content.count, 4) + content
    }

    package static func flowSample(_ records: [[UInt8]], rate: Int = 512) -> [UInt8] {
        block(
            1,
            number(1, 4) + number(2, 4) + number(rate, 4) + number(0, 16) + number(records.count, 4)
                + records.flatMap { $0 })
    }

    package static func expandedFlowSample(_ records: [[UInt8]], rate: Int = 512) -> [UInt8] {
        block(
            3,
            number(1, 4) + number(0, 8) + number(rate, 4) + number(0, 24) + number(records.count, 4)
                + records.flatMap { $0 })
    }

    package static func rawHeader(_ bytes: [UInt8], protocolNumber: Int = 1, wire: Int? = nil, stripped: Int = 0)
        -> [UInt8]
    {
        let padding = [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
        return block(
            1,
            number(protocolNumber, 4) + number(wire ?? bytes.count, 4) + number(stripped, 4) + number(bytes.count, 4)
                + bytes + padding)
    }
}
