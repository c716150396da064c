import ByteInput
import CensusModel
import Classification
import Dispatch
import FlowLogs
import HourlyRollup
import NetworkTypes
import PacketDecoding
import Runtime
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation
import Watchlist

@testable import IngestPipeline

/// A cut is a guess; what comes of all segments must be what one reader finds.
@Suite("A flow log in segments")
struct SegmentedLogTests {
    private let folder: CaptureFolder
    private let watchlist: Watchlist

    init() throws {
        folder = try CaptureFolder()
        watchlist = Watchlist([WatchlistEntry(prefix: try #require(IPPrefix.parse("192.0.2.0/24".utf8)).prefix)])
    }

    private struct Outcome: Equatable {
        let flows: [FlowRecord]
        let coverage: [Hour: Coverage]
        let end: UInt64?
        let tail: [UInt8]?
        let problem: LogError?
        let problems: LogProblems

        /// What is another than in an outcome that is held to be right.
        func difference(from right: Self) -> String? {
            if flows != right.flows { return "\(flows.count) flows, not \(right.flows.count) or others" }
            if coverage != right.coverage { return "\(coverage), not \(right.coverage)" }
            if problems != right.problems { return "\(problems), not \(right.problems)" }
            return self == right ? nil : "ends at \(end ?? 0), not \(right.end ?? 0), or otherwise"
        }
    }

    /// A census of a log, read whole or in segments by several workers.
    private func count(
        _ path: String, segments minimumLength: UInt64?, mostSegments: Int = 16, memory bytes: Int = 1 << 30
    ) throws -> (outcome: Outcome, segments: Int) {
        let memory = TallyMemory(bytes: bytes, jobs: 3)
        let census = try SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write)
        let ingest = CaptureIngest(
            watchlist: watchlist, rules: CountingRules(internalNetworks: .defaultInternal, tunnels: .innermost),
            progress: IngestProgress(), memory: memory, stop: StopFlag(), clock: Clocks.system.steady)
        let opened = try OpenedInput(path: path)
        let format = try #require(LogFormat.recognised(head: opened.head))
        let lookup = LogLookup(
            census: census, lists: ListQuestion(lists: ListSet([])), countsAgain: false, isGrowing: false)
        let found = try lookup.open(
            ReplayInput(path: path), opened, as: format, isCounted: { _ in false }, reserve: { _ in })
        guard case .open(let opening, _) = found else { throw CommandProblem("was counted") }
        let count = LogCount(
            opening, name: path, lists: ListSet([]), census: census, memory: memory, clock: Clocks.system.steady,
            kind: .log)
        var (problem, segments): (LogError?, Int) = (nil, 1)
        if let minimumLength {
            let size = try #require(opening.size)
            let file = try #require(
                SegmentedLog(
                    path: path, name: path, opening.reader, size: size, jobs: 4, isGrowing: false,
                    minimumLength: minimumLength))
            segments = file.cuts.segmentCount
            let segmented = SegmentedCount(file, count, ingest, mostSegments: mostSegments)
            DispatchQueue.concurrentPerform(iterations: 3) { _ in
                while let segment = segmented.takeSegment() { _ = try? segmented.read(segment) }
            }
            problem = segmented.problem
        } else {
            var (reader, latest, isLast) = (opening.reader, nil as Timestamp?, false)
            while !isLast {
                var counted = try ingest.read(&reader, after: latest) { count.mayGrow($0, since: SystemClock.steady) }
                (isLast, problem, latest) = (counted.isLast, counted.problem, counted.latest ?? latest)
                try count.add(&counted)
            }
        }
        try count.finish()
        var flows: [FlowRecord] = []
        try census.forEachFlow(FlowFilter(hours: HourRange())) { flows.append($0) }
        #expect(try census.findings() == [])
        let outcome = Outcome(
            flows: flows, coverage: try census.coverage(in: HourRange()), end: count.reached?.position,
            tail: try opening.marks.beginning.flatMap { try census.inputs(beginning: $0).first?.tail },
            problem: problem, problems: count.problems)
        return (outcome, segments)
    }

    private func expectSameCensus(_ bytes: some Sequence<UInt8>, _ name: String) throws {
        let bytes = Array(bytes)
        let path = try folder.write(bytes, to: name)
        let whole = try count(path, segments: nil)
        #expect(!whole.outcome.coverage.isEmpty)
        for parts in [2, 7, 40] {
            for (memory, mostSegments) in [(1 << 30, 1), (1 << 30, 16), (1 << 16, 3)] {
                let joined = try count(
                    path, segments: UInt64(max(1, bytes.count / parts / 2)), mostSegments: mostSegments,
                    memory: memory)
                #expect(joined.segments > 1)
                let difference = joined.outcome.difference(from: whole.outcome)
                #expect(difference == nil, "\(name), \(parts) parts, \(mostSegments) at most")
            }
        }
    }

    private func times(_ count: Int, _ random: inout SeededGenerator) -> [Int] {
        (0..<count).map { _ in 1_370_000_000 + Int.random(in: 0..<20_000, using: &random) }
    }

    @Test("of Zeek's columns gives what one reader gives, with bad, blank and long lines and headers in it")
    func zeekColumns() throws {
        var random = SeededGenerator()
        let header =
            "#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto"
            + "\torig_bytes\tresp_bytes\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\n"
        var text = header
        for (number, time) in times(2_000, &random).enumerated() {
            switch Int.random(in: 0..<200, using: &random) {
            case 0: text += "a bad line\n"
            case 1: text += "\n\r\n"
            case 2: text += header
            case 3: text += String(repeating: "x", count: 5_000) + "\n"
            case 4: text += "#close\t2013-05-31\n"
            default: break
            }
            text += "\(time).5\tC\t10.0.0.\(number % 200)\t\(40_000 + number)\t192.0.2.\(number % 9)\t443\ttcp"
            text += "\t100\t200\t3\t\(number)\t4\t500" + (number % 11 == 0 ? "\r\n" : "\n")
        }
        try expectSameCensus(text.utf8, "conn.log")
        try expectSameCensus(text.utf8.dropLast(3), "cut.log")
    }

    @Test("of JSON lines gives what one reader gives", arguments: ["zeek", "suricata", "gcp"])
    func json(_ kind: String) throws {
        var random = SeededGenerator()
        var text = ""
        for (number, time) in times(1_500, &random).enumerated() {
            let ends = (host: "10.0.0.\(number % 200)", origin: "192.0.2.\(number % 9)")
            let stamp = "\(Timestamp(nanoseconds: Int64(time) * Timestamp.nanosecondsPerSecond))"
            if Int.random(in: 0..<150, using: &random) == 0 { text += "{\"id.orig_h\": \n" }
            switch kind {
            case "zeek":
                text +=
                    #"{"ts":\#(time).25,"id.orig_h":"\#(ends.host)","id.orig_p":5000,"id.resp_h":"\#(ends.origin)","#
                    + #""id.resp_p":443,"proto":"tcp","conn_state":"SF","orig_pkts":4,"orig_ip_bytes":400}"# + "\n"
            case "suricata":
                text +=
                    #"{"timestamp":"\#(stamp)","flow_id":\#(number),"event_type":"flow","src_ip":"\#(ends.host)","#
                    + #""src_port":5000,"dest_ip":"\#(ends.origin)","dest_port":443,"proto":"TCP","#
                    + #""flow":{"pkts_toserver":3,"pkts_toclient":2,"bytes_toserver":300,"bytes_toclient":200,"#
                    + #""start":"\#(stamp)","end":"\#(stamp)"}}"# + "\n"
            default:
                text +=
                    #"{"insertId":"a","jsonPayload":{"connection":{"src_ip":"\#(ends.host)","src_port":5000,"#
                    + #""dest_ip":"\#(ends.origin)","dest_port":443,"protocol":6},"packets_sent":"3","bytes_sent":"300","#
                    + #""start_time":"\#(stamp)","end_time":"\#(stamp)","reporter":"SRC"}}"# + "\n"
            }
        }
        try expectSameCensus(text.utf8, "\(kind).json")
    }

    @Test("of nfcapd's blocks gives what one reader gives, whatever is learnt in which block")
    func blocks() throws {
        var random = SeededGenerator()
        for round in 0..<3 {
            let blocks = (0..<Int.random(in: 20...60, using: &random)).map { _ in
                (0..<Int.random(in: 1...60, using: &random)).map { _ in
                    NfcapdFile.record(&random) { random in
                        [0x0A00_0001, 0x0A00_0002, 0xC000_0201, 0xC000_0207, 0x0808_0808][Int(random.next() % 5)]
                    }
                }
            }
            try expectSameCensus(NfcapdFile.file(blocks: blocks), "nfcapd.\(round)")
        }
    }

    @Test("of AWS and of argus, whose first line may name the columns, gives what one reader gives")
    func columns() throws {
        var random = SeededGenerator()
        var (aws, argus) = ("", "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,TotPkts,TotBytes,SrcBytes\n")
        for (number, time) in times(1_500, &random).enumerated() {
            let ends = (host: "10.0.0.\(number % 200)", origin: "192.0.2.\(number % 9)")
            aws += "2 1234 eni-1 \(ends.host) \(ends.origin) \(40_000 + number) 443 6 7 700 "
            aws += "\(time) \(time + 60) ACCEPT OK\n"
            argus += "\(time).5,1.5,tcp,\(ends.host),\(40_000 + number),->,\(ends.origin),443,S_SA,7,700,300\n"
        }
        let header =
            "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "
            + "log-status\n"
        try expectSameCensus(aws.utf8, "headless.log")
        try expectSameCensus((header + aws).utf8, "vpc.log")
        try expectSameCensus(argus.utf8, "argus.csv")
    }
}
