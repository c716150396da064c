import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@testable import IngestPipeline

@Suite("An nfcapd file that is replayed while its collector writes it")
struct NfcapdReplayTests {
    private let folder: CaptureFolder

    init() throws {
        folder = try CaptureFolder()
    }

    /// Blocks of flows; with each seed others.
    private func blocks(_ count: Int, of records: Int, seed: UInt64 = 1) -> [[[UInt8]]] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            (0..<records).map { _ in
                NfcapdFile.likeFlow(&random, namesSender: false) { random in
                    [0x0A00_0001, 0x0A00_0002, 0xC000_0201, 0xC000_0207][Int(random.next() % 4)]
                }
            }
        }
    }

    /// What the collector makes of a file when it closes it: an appendix behind it, named in the header with the number of blocks.
    private func closed(_ blocks: [[[UInt8]]]) -> [UInt8] {
        var file = NfcapdFile.file(blocks: blocks)
        file[18] = 1
        file.replaceSubrange(24..<32, with: NfcapdFile.bytes(UInt64(file.count)))
        file.replaceSubrange(36..<40, with: NfcapdFile.bytes(UInt32(blocks.count)))
        let name = Array("none".utf8)
        let body = NfcapdFile.bytes(0x8001 as UInt16) + NfcapdFile.bytes(UInt16(name.count + 4)) + name
        return file + NfcapdFile.bytes(1 as UInt32) + NfcapdFile.bytes(UInt32(body.count))
            + NfcapdFile.bytes(4 as UInt16) + NfcapdFile.bytes(0 as UInt16) + body
    }

    @Test("is continued where it has grown, and counts once when it is closed", arguments: [2, 700])
    func grown(_ records: Int) throws {
        let blocks = blocks(6, of: records)
        let whole = try ReplayInProcess()
        try whole.run([folder.write(closed(blocks), to: "whole")])
        let replay = try ReplayInProcess()
        for count in 0...6 {
            let summary = try replay.run([
                folder.write(NfcapdFile.file(blocks: Array(blocks.prefix(count))), to: "nfcapd.current.1")
            ])
            #expect(!summary.refusedSome)
            #expect(summary.coverage.allRecords.seen == (count > 0 ? UInt64(records) : 0), "\(count) blocks")
        }
        #expect(try replay.census() == whole.census())
        try replay.run([folder.write(closed(blocks), to: "nfcapd.202611302100")])
        #expect(try replay.census() == whole.census())
        #expect(try replay.run([folder.path("nfcapd.202611302100")]).coverage.allRecords.seen == 0)
        #expect(try replay.census() == whole.census())
    }

    @Test("is the same packed and not, while it is written and when it is closed", arguments: [2, 700])
    func packed(_ records: Int) throws {
        let blocks = blocks(6, of: records)
        let (open, closed) = (NfcapdFile.file(blocks: Array(blocks.prefix(4))), closed(blocks))
        let whole = try ReplayInProcess()
        try whole.run([folder.write(closed, to: "whole")])
        for inputs in [
            [("c.gz", try folder.packed(closed)), ("c", closed)], [("c", closed), ("c.gz", try folder.packed(closed))],
            [("o.gz", try folder.packed(open)), ("o", open), ("c.gz", try folder.packed(closed)), ("c", closed)],
            [("o", open), ("o.gz", try folder.packed(open)), ("c", closed), ("c.gz", try folder.packed(closed))],
        ] {
            let replay = try ReplayInProcess()
            for (name, bytes) in inputs { try replay.run([folder.write(bytes, to: name)]) }
            #expect(try replay.census() == whole.census(), "\(inputs.map(\.0)) of \(closed.count) bytes")
        }
    }

    @Test("and another that begins at the same second are two")
    func another() throws {
        let replay = try ReplayInProcess()
        for seed in 1...2 as ClosedRange<UInt64> {
            let open = try replay.run([
                folder.write(NfcapdFile.file(blocks: blocks(1, of: 20, seed: seed)), to: "nfcapd.current.\(seed)")
            ])
            #expect(open.coverage.allRecords.seen == 20)
        }
        for seed in 1...2 as ClosedRange<UInt64> {
            let whole = try replay.run([folder.write(closed(blocks(2, of: 20, seed: seed)), to: "nfcapd.\(seed)")])
            #expect(whole.coverage.allRecords.seen == 41)
        }
        let coverage = try replay.store.coverage(in: HourRange())
        #expect(coverage.values.reduce(0) { $0 + $1.allRecords.decoded } == 80)
    }
}
