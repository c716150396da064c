import FlowLogs
import Foundation
import NetworkTypes
import Testing

@Suite("An nfcapd file")
struct NfcapdTests {
    /// Two records of nfdump 1.7.1's nfpcapd, in one block of each packing.
    static let packed: KeyValuePairs = [
        "none":
            "DKUCAAABBwFocQxrAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAIAAACYAAAAAwAAAAsATAACABEBAAAAQQEANAAAi1CRkgAAAACLUJGSAAAAogGbKKIBAAABAAAAAAAAADsAAAAAAAAA0fQ1ABEAAAACAAwAAQAACggICAgLAEwAAgARAQAAAEEBADQAgHmHkZIAAACAeYeRkgAAAKIBmyiiAQAAAQAAAAAAAAA7AAAAAAAAALLvNQARAAAAAgAMAAIAAAoICAgI",
        "lzo":
            "DKUCAAABBwFocQxrAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAIAAABpAAAAAwAAAAAFCwBMAAIAEQEAAABBAQA0AACLUJGSAAAnHAAFVwObKKIBAABgBHkCO3AACwAAANH0NQARAAAAAgAMbAMCCggICAguLwGAeYeMCfwANiwBAAKy7zUAEQAAAAIADAACAAAKCAgICBEAAA==",
        "bzip2":
            "DKUCAAABBwFocQxrAAAAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAIAAAB/AAAAAwAAAEJaaDkxQVkmU1n3G4GdAAAx/vv4XCAAAEAGCCAEQAAAIECIMAgQABAAIAAAAIQAIAByGqaYAAAAFUJIHqNNAPUM90zWuksyqVKRuqo6TDmlolF291S4MmbjURdhXZSoOSNFIYS118LH1hTCWdAmwKDYOFjnfC7kinChIe43Azo=",
        "lz4":
            "DKUCAAABBwFocQxrAAAAAAMAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAIAAABhAAAAAwAAAPUICwBMAAIAEQEAAABBAQA0AACLUJGSAAAIAIC3BJsoogEAACEAAAIAEDsFAOAAAADR9DUAEQAAAAIADBwAXAoICAgITAAxgHmHTAAECAAPTAAFJrLvTACAAgAACggICAg=",
        "zstandard":
            "DKUCAAABBwFocQxrAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAIAAABcAAAAAwAAACi1L/0AWJ0CAEIEDxugKR1YNa5CcBhBrrPuqtojjzeLq4XadghvmQJte28StCRK297zYPvVxBRdzOcSHq53GoT5YRo/1fYxEAgAYEMAYuUBEIYnIAYGxg10RWkC",
    ]

    private func file(_ packing: String) throws -> [UInt8] {
        let text = try #require(Self.packed.first { $0.key == packing }?.value)
        return Array(try #require(Data(base64Encoded: text)))
    }

    @Test("gives the same records in every packing", arguments: packed.map(\.key))
    func packings(packing: String) throws {
        let log = try CollectedLog(try file(packing))
        #expect(log.error == nil && log.problems.first == [])
        #expect(log.records.map { "\($0.source)" } == ["10.0.0.1", "10.0.0.2"])
        #expect(log.records.allSatisfy { "\($0.destination)" == "8.8.8.8" && $0.destinationPort == 53 })
        #expect(log.records.map(\.forward.bytes) == [59, 59])
        #expect(log.records[0].first == Timestamp(nanoseconds: 629_503_200_000_000_000))
    }

    @Test("of which a block is damaged has that named and its records counted as undecoded; the next block is read")
    func damagedBlock() throws {
        for packing in ["lzo", "bzip2", "lz4", "zstandard"] {
            let whole = try file(packing)
            var damaged = whole
            for place in 52..<damaged.count { damaged[place] = 0xFF }
            let log = try CollectedLog(damaged + whole[40...])
            #expect(log.records.count == 2 && log.error == nil, "\(packing)")
            #expect(log.notes == [.undecoded("nfcapd_damaged_block"): 2])
            #expect(log.problems.first.first?.place == .block(1, at: 40))
        }
    }

    @Test("whose bytes are damaged anywhere ends, with an error or without")
    func damagedByte() throws {
        for packing in Self.packed.map(\.key) {
            let whole = try file(packing)
            for place in whole.indices {
                for bit in [0x01, 0x80] as [UInt8] where place < 64 || bit == 0x80 {
                    var damaged = whole
                    damaged[place] ^= bit
                    _ = try? CollectedLog(damaged, as: .nfcapd)
                }
            }
        }
    }

    @Test("without a block where one is to begin is damaged there")
    func noBlock() throws {
        let log = try CollectedLog(try file("none") + [UInt8](repeating: 0, count: 64))
        #expect(log.records.count == 2)
        #expect("\(log.error, default: "none")".contains("block 2 (byte 204): no block of nfdump's begins there"))
        #expect(log.end == 204)
    }

    @Test("of the other byte order, of another layout, encrypted or packed in an unknown way is refused in words")
    func refused() throws {
        var other = try file("none")
        other[0...3] = [0xA5, 0x0C, 0, 2]
        #expect(throws: LogError.self) { try CollectedLog(other) }
        for (place, value) in [(2, 3), (16, 9), (17, 1)] as [(Int, UInt8)] {
            var header = try file("none")
            header[place] = value
            #expect(throws: LogError.self) { try CollectedLog(header, as: .nfcapd) }
        }
    }
}

// MARK: - Records that a test makes

extension NfcapdTests {
    /// A file of layout 2 whose only block holds records.
    static func file(_ records: [[UInt8]]) -> [UInt8] {
        let body = records.flatMap { $0 }
        return [0x0C, 0xA5, 2, 0] + [UInt8](repeating: 0, count: 36)
            + bytes(UInt32(records.count)) + bytes(UInt32(body.count)) + bytes(UInt16(3)) + bytes(UInt16(0)) + body
    }

    static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
    }

    static func element(_ type: UInt16, _ body: [UInt8]) -> [UInt8] {
        bytes(type) + bytes(UInt16(body.count + 4)) + body
    }

    static func record(exporter: UInt16 = 1, flags: UInt8 = 0, _ elements: [[UInt8]]) -> [UInt8] {
        let body = elements.flatMap { $0 }
        return bytes(UInt16(11)) + bytes(UInt16(12 + body.count)) + bytes(UInt16(elements.count)) + [0, 0]
            + bytes(exporter) + [flags, 1] + body
    }

    static func flow(
        first: UInt64 = 1_000, last: UInt64 = 2_000, packets: UInt64 = 7, transport: UInt8 = 6, flags: UInt8 = 0x1B
    ) -> [UInt8] {
        element(
            1,
            bytes(first) + bytes(last) + bytes(UInt64(5_000)) + bytes(packets) + bytes(UInt64(700))
                + bytes(UInt16(1_024)) + bytes(UInt16(443)) + [transport, flags, 0, 0])
    }

    static let ends = element(2, bytes(UInt32(0x0A00_0001)) + bytes(UInt32(0xC000_0201)))

    static func exporter(_ number: UInt16, address: [UInt8], family: UInt16, domain: UInt32) -> [UInt8] {
        bytes(UInt16(7)) + bytes(UInt16(32)) + bytes(UInt32(9)) + address + bytes(family) + bytes(number)
            + bytes(domain)
    }

    @Test("resolves the numbers of exporters to addresses, as both lines of nfdump 1.7 keep them")
    func exporters() throws {
        let old = [UInt8](repeating: 0, count: 8) + Self.bytes(UInt32(0xC633_6401)) + [0, 0, 0, 0]
        let new: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 198, 51, 100, 2]
        let log = try CollectedLog(
            Self.file([
                Self.exporter(1, address: old, family: 2, domain: 5),
                Self.exporter(2, address: new, family: 0, domain: 6),
                Self.record(exporter: 1, [Self.flow(), Self.ends]), Self.record(exporter: 2, [Self.flow(), Self.ends]),
                Self.record(exporter: 3, [Self.flow(), Self.ends, Self.element(12, Self.bytes(UInt32(0xC633_6403)))]),
                Self.record(exporter: 4, [Self.flow(), Self.ends]),
            ]))
        #expect(
            log.origins.map { $0.exporter.map { "\($0)" } ?? "" } == [
                "198.51.100.1", "198.51.100.2", "198.51.100.3", "",
            ])
        #expect(log.origins.map(\.domain) == [5, 6, 0, 0])
    }

    @Test("states the sampling of an exporter, and whether its counters have been multiplied")
    func sampling() throws {
        let sampler =
            Self.bytes(UInt16(15)) + Self.bytes(UInt16(24)) + Self.bytes(UInt16(1)) + Self.bytes(UInt16(0))
            + Self.bytes(UInt64(9)) + Self.bytes(UInt32(1)) + Self.bytes(UInt32(99))
        let old =
            Self.bytes(UInt16(9)) + Self.bytes(UInt16(16)) + Self.bytes(Int32(-1)) + Self.bytes(UInt32(10))
            + Self.bytes(UInt16(0)) + Self.bytes(UInt16(2))
        let log = try CollectedLog(
            Self.file([
                sampler, old,
                Self.record(
                    exporter: 1, flags: 2,
                    [Self.flow(), Self.ends, Self.element(18, Self.bytes(UInt64(9)) + [1, 0, 0, 0])]),
                Self.record(exporter: 2, [Self.flow(), Self.ends]), Self.record(exporter: 3, [Self.flow(), Self.ends]),
            ]))
        #expect(log.records.map(\.samplingInterval) == [100, 10, nil])
        #expect(log.notes[.remark("scaled_by_sampling")] == 1)
    }

    @Test("states the other direction, its flags, and who began a biflow")
    func biflow() throws {
        let counters = Self.element(5, Self.bytes(UInt64(0)) + Self.bytes(UInt64(3)) + Self.bytes(UInt64(300)))
        let miscellany = { (direction: UInt8) in
            Self.element(4, [UInt8](repeating: 0, count: 12) + [direction, 0, 0x12, 0])
        }
        let log = try CollectedLog(
            Self.file([1, 2, 0].map { Self.record([Self.flow(), Self.ends, counters, miscellany($0)]) }))
        #expect(log.records.map(\.initiator) == [.source, .destination, nil])
        #expect(
            log.records.allSatisfy {
                $0.reverse?.packets == 3 && $0.reverse?.bytes == 300 && $0.reverse?.tcpFlags == 0x12
            })
    }

    @Test("of a firewall's events states initiator, payload, refusal and the event's time")
    func firewall() throws {
        let event = { (event: UInt8) in
            Self.element(19, Self.bytes(UInt64(9_000)) + Self.bytes(UInt32(1)) + Self.bytes(UInt16(0)) + [event, 0])
        }
        let log = try CollectedLog(
            Self.file([1, 3].map { Self.record([Self.flow(first: 0, last: 0, packets: 0), Self.ends, event($0)]) }))
        #expect(log.records.map(\.isRefused) == [false, true])
        #expect(log.records.allSatisfy { $0.initiator == .source && $0.first == nil && $0.last == nil })
        #expect(log.records.allSatisfy { $0.forward.payloadBytes == 700 && $0.forward.bytes == nil })
        #expect(log.records.allSatisfy { $0.stated == Timestamp(nanoseconds: 9_000_000_000) })
        let counting = try CollectedLog(
            Self.file([Self.record([Self.flow(first: 0, last: 0), Self.ends, event(1)])])
        ).records
        #expect(counting.map(\.forward.payloadBytes) == [nil] && counting.map(\.forward.bytes) == [700])
    }

    @Test("whose records end before they start has them as they are")
    func exchangedTimes() throws {
        let log = try CollectedLog(Self.file([Self.record([Self.flow(first: 3_000, last: 1_000), Self.ends])]))
        let record = try #require(log.records.first)
        #expect(
            record.first == Timestamp(nanoseconds: 3_000_000_000)
                && record.last == Timestamp(nanoseconds: 1_000_000_000))
    }

    @Test("with records that lie about their length or hold no ends is named by block")
    func badRecords() throws {
        let good = Self.record([Self.flow(), Self.ends])
        var long = good
        long[2] = 0xFF
        let log = try CollectedLog(Self.file([good, Self.record([Self.flow()]), long, good]))
        #expect(log.records.count == 1)
        #expect(log.notes == [.undecoded("record_without_ends"): 1, .undecoded("nfcapd_damaged_block"): 2])
        #expect(log.problems.count == 2)
    }

    @Test("of nfdump 1.6 is read by its extension maps; records whose map is missing are counted")
    func layoutOne() throws {
        let map =
            Self.bytes(UInt16(2)) + Self.bytes(UInt16(16)) + Self.bytes(UInt16(7)) + Self.bytes(UInt16(12))
            + [15, 16, 23, 0].flatMap { Self.bytes(UInt16($0)) }
        let record = { (map: UInt16, type: UInt16) -> [UInt8] in
            let body: [UInt8] =
                Self.bytes(UInt32(0x0A00_0001)) + Self.bytes(UInt32(0xC000_0201)) + Self.bytes(UInt32(7))
                + Self.bytes(UInt64(700)) + Self.bytes(UInt64(3)) + Self.bytes(UInt32(300))
                + Self.bytes(UInt32(0xC633_6401))
            let head: [UInt8] =
                [4, 0] + Self.bytes(map) + Self.bytes(UInt16(250)) + Self.bytes(UInt16(500)) + Self.bytes(UInt32(1))
                + Self.bytes(UInt32(2)) + [0, 0x1B, 6, 0] + Self.bytes(UInt16(1_024)) + Self.bytes(UInt16(443))
                + (type == 10 ? [0, 0, 0, 0] : [])
            return Self.bytes(type) + Self.bytes(UInt16(4 + head.count + body.count)) + head + body
        }
        let records = [map, record(7, 10), record(8, 10), record(7, 1)]
        let body = records.flatMap { $0 }
        let file: [UInt8] =
            [0x0C, 0xA5, 1, 0] + [UInt8](repeating: 0, count: 272) + Self.bytes(UInt32(4))
            + Self.bytes(UInt32(body.count))
            + Self.bytes(UInt16(2)) + Self.bytes(UInt16(0)) + body
        let log = try CollectedLog(file)
        #expect(log.error == nil && log.problems.first == [] && log.records.count == 2)
        #expect(log.notes[.withoutTemplate] == 1)
        for (record, origin) in zip(log.records, log.origins) {
            #expect(
                record.forward
                    == {
                        var sent = LogCounters(packets: 7, bytes: 700)
                        sent.tcpFlags = 0x1B
                        return sent
                    }())
            #expect(record.reverse == LogCounters(packets: 3, bytes: 300))
            #expect(
                record.first == Timestamp(nanoseconds: 1_250_000_000)
                    && record.last == Timestamp(nanoseconds: 2_500_000_000))
            #expect(origin.exporter.map { "\($0)" } == "198.51.100.1")
        }
    }
}
