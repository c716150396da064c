import FlowLogs
import NetworkTypes
import PacketDecoding
import Testing

@Suite("Real export traffic")
struct RealExportTests {
    @Test(
        "gives its known answers",
        .enabled(if: KnownLogs.areThere, "the folder shared/flowlogs is not beside the repository"),
        arguments: KnownExports.captures)
    func truth(name: String) throws {
        let kept = try Self.decoded(name)
        // Datagrams that the network repeated count once.
        let rows = try KnownLogs.truth(name == "d_ipfix_dup" ? "ipfixfile_cesnet" : name)
        // That capture holds NetFlow v5 too, of which the answer says nothing.
        let uncounted = name == "sflow_tcpdump_counters" ? 7 : 0
        #expect(kept.items.count - uncounted == rows.count)
        var differing = 0
        for (item, row) in zip(kept.items, rows) where differing < 5 {
            let stated = try StatedRow(item)
            let differences = stated.differences(to: row, kind: name)
            #expect(differences.isEmpty, "\(differences) in \(row)")
            differing += differences.isEmpty ? 0 : 1
        }
    }

    @Test(
        "says what it lacks",
        .enabled(if: KnownLogs.areThere, "the folder shared/flowlogs is not beside the repository"))
    func losses() throws {
        #expect(try Self.decoded("d_ipfix_gap").totals[.lostBySequence] == 178)
        let repeated = try Self.decoded("d_ipfix_dup").totals
        #expect(repeated[.repeated] == 119 && repeated[.lostBySequence] == nil)
        let untold = try Self.decoded("d_ipfix_notemplate").totals
        #expect(untold[.withoutTemplate].map { (3_861...3_979).contains($0) } == true, "\(untold)")
        #expect(untold[.lostBySequence] == nil)
        #expect(try Self.decoded("v9_late_template").totals[.withoutTemplate] == 1)
    }

    @Test(
        "of one device loses nothing where nothing is missing",
        .enabled(if: KnownLogs.areThere, "the folder shared/flowlogs is not beside the repository"),
        arguments: [
            "x2018_softflowd_v5", "x2018_softflowd_v9", "x2018_softflowd_ipfix", "ipfix_telegraf_yaf",
            "v9_valid_softflowd",
        ])
    func nothingLost(name: String) throws {
        #expect(try Self.decoded(name).totals.keys.allSatisfy { if case .notFlow = $0 { true } else { false } })
    }

    @Test(
        "states its sampling",
        .enabled(if: KnownLogs.areThere, "the folder shared/flowlogs is not beside the repository"))
    func sampling() throws {
        #expect(try Self.decoded("v5_juniper_mx80").records.allSatisfy { $0.samplingInterval == 1_000 })
        #expect(try Self.decoded("v5_mikrotik").records.allSatisfy { $0.samplingInterval == nil })
    }

    @Test(
        "of other kinds on the port of sFlow is told by its content",
        .enabled(if: KnownLogs.areThere, "the folder shared/flowlogs is not beside the repository"))
    func mixed() throws {
        let kept = try Self.decoded("sflow_tcpdump_counters")
        #expect(kept.totals == [.notFlow("sflow_counters"): 144])
        #expect(kept.records.count == 7)
    }

    static func decoded(_ name: String) throws -> KeptLog {
        var decoder = ExportDecoder()
        var kept = KeptLog()
        for datagram in CapturedDatagram.all(try KnownExports.capture(name)) {
            decoder.decode(datagram.payload.span, from: datagram.source, receivedAt: datagram.time, into: &kept)
        }
        decoder.settle(into: &kept)
        return kept
    }
}

/// What a record or a sampled packet says, in the form of the answers.
struct StatedRow {
    private let record: LogRecord
    private let origin: LogOrigin

    init(_ item: KeptLog.Item) throws {
        switch item {
        case .record(let record, let origin): (self.record, self.origin) = (record, origin)
        case .sample(let sample, let origin):
            var chain = try FrameDecoder(tunnels: .outermost).chain(
                sample.bytes.span, linkType: sample.linkType, originalLength: Int(sample.originalLength))
            let outermost = chain.next(sample.bytes.span)
            let packet = try #require(outermost)
            var record = LogRecord(
                transport: packet.transport, source: packet.source, destination: packet.destination)
            (record.sourcePort, record.destinationPort) = (packet.sourcePort, packet.destinationPort)
            record.forward = LogCounters(packets: 1, bytes: UInt64(packet.length))
            if packet.transport == .tcp {
                record.forward.tcpFlags = UInt8(truncatingIfNeeded: packet.tcpFlags.rawValue)
            }
            (record.first, record.last) = (sample.time, sample.time)
            record.samplingInterval = sample.samplingInterval
            (self.record, self.origin) = (record, origin)
        }
    }

    /// The columns in which it differs, each with what it says.
    func differences(to row: [String: String], kind: String) -> [String] {
        var found: [String] = []
        func compare(_ column: String, _ value: String, isOptional: Bool = false) {
            guard let expected = row[column], expected != value, !(isOptional && expected.isEmpty) else { return }
            found.append("\(column): \(value)")
        }
        // The answers know no engines of NetFlow v5.
        if !kind.contains("v5") { compare("odid", String(origin.domain), isOptional: true) }
        compare("exporter", origin.exporter.map { "\($0)" } ?? "")
        compare("src", "\(record.source)")
        compare("dst", "\(record.destination)")
        compare("first_ms", Self.milliseconds(record.first ?? record.stated), isOptional: true)
        compare("last_ms", Self.milliseconds(record.last), isOptional: true)
        // An extension header is what tshark names of IPv6 in place of the transport.
        if row["proto"] != "0" { compare("proto", String(record.transport.rawValue)) }
        if record.transport.hasPorts {
            compare("sport", String(record.sourcePort))
            compare("dport", String(record.destinationPort))
        }
        compare("packets", record.forward.packets.map { String($0) } ?? "")
        compare("bytes", record.forward.bytes.map { String($0) } ?? "")
        compare("tcp_flags", record.forward.tcpFlags.map { String($0) } ?? "", isOptional: true)
        compare("sampling_rate", record.samplingInterval.map { String($0) } ?? "")
        for (column, value) in [("rpackets", record.reverse?.packets), ("rbytes", record.reverse?.bytes)] {
            let expected = row[column].flatMap { UInt64($0) } ?? 0
            if expected != value ?? 0 { found.append("\(column): \(value ?? 0)") }
        }
        return found
    }

    private static func milliseconds(_ time: Timestamp?) -> String {
        time.map { String($0.nanoseconds.floorQuotient(by: 1_000_000)) } ?? ""
    }
}
