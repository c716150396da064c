import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing
import TrafficSimulation

@testable import IngestPipeline

@Suite("A flow log that is replayed")
struct LogReplayTests {
    private let folder: CaptureFolder

    init() throws {
        folder = try CaptureFolder()
    }

    /// A conn.log of Zeek, a connection a minute.
    private func connLog(_ numbers: some Sequence<Int>, open: String = "2013-05-31-12-00-00") -> [UInt8] {
        var lines = [
            "#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", "#path\tconn",
            "#open\t\(open)",
            "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes"
                + "\tconn_state\tlocal_orig\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes",
            "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tcount"
                + "\tstring\tcount\tcount\tcount\tcount",
        ]
        for number in numbers {
            lines.append(
                "\(1_370_000_000 + 60 * number).250000\tC\(number)\t10.0.0.\(number % 250)\t\(40_000 + number)\t"
                    + "192.0.2.\(number % 7)\t443\ttcp\tssl\t1.5\t\(100 + number)\t2000\tSF\t-\t0\tShADadFf"
                    + "\t9\t\(500 + number)\t8\t2400")
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private func records(_ replay: ReplayInProcess) throws -> UInt64 {
        try replay.store.coverage(in: HourRange()).values.reduce(0) { $0 + $1.allRecords.seen }
    }

    @Test("is counted, its originators as those who began, with its own coverage of records")
    func counted() throws {
        let replay = try ReplayInProcess()
        let summary = try replay.run([folder.write(connLog(0..<100), to: "conn.log")])
        #expect(!summary.refusedSome && summary.coverage.allRecords.seen == 100)
        var grades: Set<Grade> = []
        try FlowJudge(replay.store).forEachFlow(FlowFilter(hours: HourRange())) { flow in
            grades.insert(flow.grade)
            #expect(flow.record.reports.map(\.exporter.name) == ["zeek"])
        }
        #expect(grades == [.exchanged])
        let coverage = try replay.store.coverage(in: HourRange())
        #expect(coverage.values.allSatisfy { $0.seen == 0 && $0.share == 1 })
        #expect(try records(replay) == 100)
        #expect(try replay.store.findings() == [])
        #expect(try replay.store.summary().sources.map(\.kind) == ["log"])
    }

    @Test("again, renamed or as its beginning is not counted again")
    func again() throws {
        let replay = try ReplayInProcess()
        try replay.run([folder.write(connLog(0..<50), to: "conn.log")])
        let census = try replay.census()
        for (name, log) in [
            ("conn.log", connLog(0..<50)), ("renamed.log", connLog(0..<50)), ("part.log", connLog(0..<20)),
        ] {
            let summary = try replay.run([folder.write(log, to: name)])
            guard case .countedBefore = summary.outcomes.first?.result else {
                Issue.record("\(name) was counted again")
                continue
            }
        }
        #expect(try replay.census() == census)
        try replay.run([folder.write(connLog(0..<50), to: "conn.log")], again: true)
        #expect(try replay.census() == census)
        #expect(try records(replay) == 50)
    }

    @Test("and has grown is continued, at whatever byte it ended")
    func grown() throws {
        let log = connLog(0..<6)
        let whole = try ReplayInProcess()
        try whole.run([folder.write(log, to: "whole.log")])
        // From anywhere in its first connection on, whose line has no end yet.
        let first = connLog(0..<0).count + 1
        for step in [1, 7, 64] {
            let replay = try ReplayInProcess()
            for length in stride(from: first, through: log.count, by: step) {
                try replay.run([folder.write(log.prefix(length), to: "growing.log")])
            }
            try replay.run([folder.write(log, to: "growing.log")])
            #expect(try replay.census() == whole.census(), "in steps of \(step) bytes")
            #expect(try records(replay) == 6)
        }
    }

    @Test("and begins like another is counted beside it")
    func besides() throws {
        let replay = try ReplayInProcess()
        try replay.run([folder.write(connLog(0..<10), to: "a.log")])
        try replay.run([folder.write(connLog(Array(0..<5) + Array(20..<30)), to: "b.log")])
        #expect(try records(replay) == 25)
    }

    @Test("among captures in a folder is told by its content, and what is neither is passed over")
    func folderOfMixedKinds() throws {
        let mixed = try CaptureFolder()
        _ = try mixed.write(connLog(0..<10), to: "a.txt")
        _ = try mixed.write(SmallCapture.classic(0..<10), to: "b")
        _ = try mixed.write(Array("a letter\n".utf8), to: "c.log")
        let replay = try ReplayInProcess()
        let summary = try replay.run([mixed.path("")], jobs: 2)
        #expect(summary.outcomes.count == 2 && !summary.refusedSome)
        #expect(summary.coverage.seen == 10 && summary.coverage.allRecords.seen == 10)
    }

    @Test("of a format that is named before its path is read as that, and refused where it is none")
    func namedFormat() throws {
        let replay = try ReplayInProcess()
        let path = try folder.write(connLog(0..<10), to: "log")
        #expect(try replay.run(["zeek:\(path)"]).coverage.allRecords.seen == 10)
        #expect(try ReplayInProcess().run(["nfcapd:\(path)"]).refusedAll)
    }

    @Test("with lines that cannot be read is counted without them, and they are named")
    func badLines() throws {
        var log = connLog(0..<3)
        log += Array("1370000000.0\tC9\tno address\n".utf8)
        log += connLog(3..<5).split(separator: UInt8(ascii: "\n")).suffix(2).joined(separator: [UInt8(ascii: "\n")])
        log.append(UInt8(ascii: "\n"))
        let summary = try ReplayInProcess().run([folder.write(log, to: "conn.log")])
        #expect(summary.refusedSome && !summary.refusedAll)
        let records = summary.coverage.allRecords
        #expect(records.seen == 6 && records.decoded == 5 && records.undecoded.values.reduce(0, +) == 1)
    }
}

@Suite("A capture of export traffic")
struct ExportReplayTests {
    private let folder: CaptureFolder

    init() throws {
        folder = try CaptureFolder()
    }

    /// NetFlow v5 with one record: a host reaches a listed server.
    private func datagram(_ number: Int) -> [UInt8] {
        var bytes = WireBytes()
        for half in [5, 1] as [UInt16] { bytes.append16(half) }
        for word in [100_000, 1_370_000_000, 0, UInt32(number)] { bytes.append32(word) }
        bytes.append32(0)
        for word in [0x0A00_0001 + UInt32(number), 0xC000_0201, 0, 0, 5, 700, 90_000, 95_000] { bytes.append32(word) }
        bytes.append16(UInt16(40_000 + number))
        bytes.append16(443)
        bytes.append32(0x0002_0600)
        bytes.append32(0)
        bytes.append32(0)
        return bytes.bytes
    }

    private func capture(_ numbers: Range<Int>) throws -> [UInt8] {
        let (exporter, collector) = (
            IPAddress.v4(IPv4Address(rawValue: 0x0A01_0101)), IPAddress.v4(IPv4Address(rawValue: 0x0A01_0102))
        )
        var timeline = Timeline()
        for number in numbers {
            let time = Timestamp(nanoseconds: (1_370_000_000 + Int64(number)) * Timestamp.nanosecondsPerSecond)
            timeline.add(
                FrameBuilder.ethernet(
                    ip: FrameBuilder.ip(
                        from: exporter, to: collector, .udp,
                        FrameBuilder.udp(from: 5_000, to: 2_055, datagram(number)))), at: time)
            timeline.add(SmallCapture.frame(number), at: time)
        }
        return timeline.capture(linkType: .ethernet)
    }

    @Test("gives the records that exporters sent in it, in place of the packets that carry them")
    func records() throws {
        let replay = try ReplayInProcess()
        let summary = try replay.run([folder.write(capture(0..<9), to: "a")], exports: true)
        #expect(summary.coverage.seen == 9 && summary.coverage.matched == 9)
        #expect(summary.coverage.records.keys.map(\.name) == ["10.1.1.1"])
        let records = summary.coverage.allRecords
        #expect(records.seen == 9 && records.decoded == 9 && records.matched == 9)
        #expect(records.lost.isEmpty)
        #expect(try replay.store.findings() == [])
        let plain = try ReplayInProcess().run([folder.write(capture(0..<9), to: "b")])
        #expect(plain.coverage.seen == 18 && plain.coverage.records.isEmpty)
    }

    @Test("that was counted with another reading is counted again in place of that")
    func otherReading() throws {
        let path = try folder.write(capture(0..<9), to: "a")
        let (plain, exports) = (try ReplayInProcess(), try ReplayInProcess())
        try plain.run([path])
        try exports.run([path], exports: true)
        let replay = try ReplayInProcess()
        for readsExports in [false, true, true, false, true] {
            try replay.run([path], exports: readsExports)
            #expect(try replay.census() == (readsExports ? exports : plain).census())
        }
        #expect(try replay.store.summary().sources.map(\.kind) == ["exports"])
        guard case .countedBefore = try replay.run([path], exports: true).outcomes[0].result else {
            Issue.record("it was counted again although nothing had changed")
            return
        }
    }

    @Test("is continued where it has grown, and counted once")
    func grown() throws {
        let whole = try ReplayInProcess()
        try whole.run([folder.write(capture(0..<9), to: "whole")], exports: true)
        let replay = try ReplayInProcess()
        for length in [4, 6, 6, 9] { try replay.run([folder.write(capture(0..<length), to: "growing")], exports: true) }
        #expect(try replay.census() == whole.census())
    }
}
