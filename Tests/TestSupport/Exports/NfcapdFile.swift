package import TrafficSimulation

/// Files of nfdump 1.7 that a test makes, not packed.
package enum NfcapdFile {
    package static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
    }

    package static func file(blocks: [[[UInt8]]]) -> [UInt8] {
        [0x0C, 0xA5, 2, 0] + [UInt8](repeating: 0, count: 36)
            + blocks.flatMap { records in
                let body = records.flatMap { $0 }
                return bytes(UInt32(records.count)) + bytes(UInt32(body.count)) + bytes(3 as UInt16)
                    + bytes(0 as UInt16) + body
            }
    }

    private static func element(_ type: UInt16, _ body: [UInt8]) -> [UInt8] {
        bytes(type) + bytes(UInt16(body.count + 4)) + body
    }

    private static func record(_ type: UInt16, _ body: [UInt8]) -> [UInt8] {
        bytes(type) + bytes(UInt16(body.count + 4)) + body
    }

    /// A record of some kind: most often a usual flow, else one of another shape, or none of a flow.
    package static func record(
        _ random: inout SeededGenerator, _ address: (inout SeededGenerator) -> UInt32
    ) -> [UInt8] {
        switch random.next() % 30 {
        case 0:
            // An exporter.
            record(
                7,
                bytes(9 as UInt32) + [UInt8](repeating: 0, count: 8) + bytes(UInt32(0xC633_6401)) + [0, 0, 0, 0]
                    + bytes(2 as UInt16) + bytes(UInt16(random.next() % 3)) + bytes(UInt32(random.next() % 2)))
        case 1:
            // A sampler.
            record(
                15,
                bytes(UInt16(random.next() % 3)) + bytes(0 as UInt16) + bytes(random.next() % 2) + bytes(1 as UInt32)
                    + bytes(UInt32(random.next() % 4 * 33)))
        case 2: record(99, [1, 2, 3, 4])
        case 3: record(1, [UInt8](repeating: 0, count: 40))
        default: flow(&random, address)
        }
    }

    /// A usual flow of exporter 1 within the hour that begins at 1,500,001,200 s; of some exporters' records, which name their sender.
    package static func likeFlow(
        _ random: inout SeededGenerator, namesSender: Bool, _ address: (inout SeededGenerator) -> UInt32
    ) -> [UInt8] {
        let first = 1_500_001_200_000 + random.next() % 3_000_000
        let last = first + random.next() % 600_000
        let times = bytes(first) + bytes(last) + bytes(last) + bytes(random.next() % 50) + bytes(random.next() % 5_000)
        let elements =
            [
                element(1, times + bytes(1_024 as UInt16) + bytes(443 as UInt16) + [6, 0x1B, 0, 0]),
                element(2, bytes(address(&random)) + bytes(address(&random))),
            ] + (namesSender ? [element(12, bytes(UInt32(0xC633_6409)))] : [])
        return record(
            11, bytes(UInt16(elements.count)) + [0, 0] + bytes(1 as UInt16) + [0, 1] + elements.flatMap { $0 })
    }

    private static func flow(_ random: inout SeededGenerator, _ address: (inout SeededGenerator) -> UInt32) -> [UInt8] {
        let hour: UInt64 = 3_600_000
        var first = 1_500_000_000_000 + random.next() % (3 * hour)
        var last = first + [0, 10, 5_000, hour, 3 * hour][Int(random.next() % 5)]
        switch random.next() % 40 {
        case 0: swap(&first, &last)
        case 1: first = 0
        case 2: (first, last) = (0, 0)
        case 3: last = .max
        case 4: (first, last) = (9_223_372_036_000, 9_223_372_036_800)
        default: break
        }
        let received = random.next() % 3 == 0 ? 0 : last &+ 5
        let times =
            bytes(first) + bytes(last) + bytes(received) + bytes(random.next() % 50) + bytes(random.next() % 5_000)
        var elements = [
            element(1, times + bytes(1_024 as UInt16) + bytes(443 as UInt16) + [6, 0x1B, 0, 0]),
            element(2, bytes(address(&random)) + bytes(address(&random))),
        ]
        let more: [(UInt64, [UInt8])] = [
            (12, element(3, (0..<4).flatMap { _ in bytes(random.next()) })),
            (5, element(4, [UInt8](repeating: 0, count: 12) + [UInt8(random.next() % 3), 0, 0x10])),
            (4, element(5, bytes(0 as UInt64) + bytes(random.next() % 3) + bytes(random.next() % 300))),
            (6, element(12, bytes(UInt32(0xC633_6409)))),
            (6, element(18, bytes(random.next() % 3))),
            (30, element(19, bytes(first) + [UInt8](repeating: 0, count: 7))),
            (30, element(25, bytes(first))),
            (3, element(77, [9, 9])),
        ]
        for (often, one) in more where random.next() % often == 0 { elements.append(one) }
        if random.next() % 10 == 0 { elements.shuffle(using: &random) }
        if random.next() % 60 == 0 { elements.removeFirst() }
        let flags: UInt8 = random.next() % 20 == 0 ? 2 : 0
        return record(
            11,
            bytes(UInt16(elements.count)) + [0, 0] + bytes(UInt16(random.next() % 3)) + [flags, 1]
                + elements.flatMap { $0 })
    }
}
