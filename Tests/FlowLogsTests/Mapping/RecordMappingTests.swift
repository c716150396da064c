import CensusModel
import FlowLogs
import NetworkTypes
import Testing

/// The rules of the design's section 4, each as its text has it.
@Suite("A record's hours")
struct RecordHoursTests {
    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(parsing: text)) }

    private func record(_ first: String?, _ last: String?, stated: String? = nil) throws -> LogRecord {
        var record = LogRecord(transport: .tcp, source: LogExample.host, destination: LogExample.origin)
        (record.first, record.last) = (try first.map(time), try last.map(time))
        record.stated = try stated.map(time)
        return record
    }

    /// Each hour's packets and bytes, as text.
    private func divided(_ span: RecordSpan, packets: UInt64, bytes: UInt64, spreads: Bool = false) -> [String] {
        var whole = DirectionCounters()
        (whole.packets, whole.bytes) = (packets, bytes)
        var parts: [String] = []
        RecordShares(span, spreads: spreads).forEach(of: whole) { hour, _, counters in
            parts.append("\("\(hour)".dropFirst(11).prefix(2)): \(counters.packets) \(counters.bytes)")
        }
        return parts
    }

    @Test("are that of the first packet and that of the last, divided by the time in each, what is left to the first")
    func twoHours() throws {
        let span = try #require(try RecordSpan(record("2026-11-01T10:50", "2026-11-01T11:20")))
        #expect(span.oddities.isEmpty)
        #expect(divided(span, packets: 10, bytes: 1_000) == ["10: 4 334", "11: 6 666"])
        #expect(divided(span, packets: 1, bytes: 40) == ["10: 1 14", "11: 0 26"])
    }

    @Test("is one where both packets lie in it, and the counters stay whole")
    func oneHour() throws {
        let span = try #require(try RecordSpan(record("2026-11-01T10:00", "2026-11-01T10:59:59.999999")))
        #expect(divided(span, packets: 7, bytes: 700) == ["10: 7 700"])
    }

    @Test("are two and are named where a record touches more, or all that get a packet where that is asked for")
    func long() throws {
        let span = try #require(try RecordSpan(record("2026-11-01T10:30", "2026-11-01T13:30")))
        #expect(span.oddities == .long)
        #expect(divided(span, packets: 12, bytes: 1_200) == ["10: 6 600", "13: 6 600"])
        #expect(
            divided(span, packets: 12, bytes: 1_200, spreads: true) == [
                "10: 2 200", "11: 4 400", "12: 4 400", "13: 2 200",
            ])
        #expect(divided(span, packets: 1, bytes: 60, spreads: true) == ["10: 1 30", "13: 0 30"])
    }

    @Test("is that of its end alone for a record longer than 50 days, or that begins at time 0")
    func endless() throws {
        for first in ["2026-09-12T10:00", "1970-01-01T00:00"] {
            let span = try #require(try RecordSpan(record(first, "2026-11-01T10:30")))
            #expect(span.oddities == .endless)
            #expect(divided(span, packets: 9, bytes: 900) == ["10: 9 900"])
        }
        let whole = try #require(try RecordSpan(record("2026-09-12T10:30", "2026-11-01T10:30")))
        #expect(whole.oddities == .long)
    }

    @Test("come from exchanged times where it ends before it begins, which is named")
    func exchanged() throws {
        let span = try #require(try RecordSpan(record("2026-11-01T11:20", "2026-11-01T10:50")))
        #expect(span.oddities == .exchanged)
        #expect(divided(span, packets: 10, bytes: 1_000) == ["10: 4 334", "11: 6 666"])
    }

    @Test("is that of what else it states where it has no times, and none where it states nothing")
    func stated() throws {
        let span = try #require(try RecordSpan(record(nil, nil, stated: "2026-11-01T10:50")))
        #expect(try span.first == time("2026-11-01T10:50") && span.last == span.first)
        #expect(try RecordSpan(record(nil, nil)) == nil)
        #expect(try RecordSpan(record(nil, "2026-11-01T10:50"))?.first == time("2026-11-01T10:50"))
    }

    @Test("end nowhere for times at the ends of the range")
    func extremes() throws {
        var record = try record(nil, nil)
        (record.first, record.last) = (Timestamp(nanoseconds: .min), Timestamp(nanoseconds: .max))
        let span = try #require(RecordSpan(record))
        #expect(span.oddities == .endless)
        #expect(divided(span, packets: .max, bytes: .max).count == 1)
        (record.first, record.last) = (Timestamp(nanoseconds: .min), Timestamp(nanoseconds: .min))
        let early = try #require(RecordSpan(record))
        #expect(divided(early, packets: 1, bytes: 1).count == 1)
    }

    @Test("take whole numbers of any size, which add up")
    func sums() throws {
        let span = try #require(try RecordSpan(record("2026-11-01T10:00:00.000001", "2026-11-02T09:59:59")))
        for spreads in [false, true] {
            var sum = DirectionCounters()
            var whole = DirectionCounters()
            (whole.packets, whole.bytes, whole.payloadBytes) = (.max / 3, .max - 1, 17)
            RecordShares(span, spreads: spreads).forEach(of: whole) { _, _, counters in sum.merge(counters) }
            #expect(sum.packets == whole.packets && sum.bytes == whole.bytes && sum.payloadBytes == 17)
        }
    }
}

@Suite("What an end of a record sent")
struct RecordEndTests {
    private func end(
        _ side: RecordEnd.Side = .source, _ transport: TransportProtocol = .tcp, _ change: (inout LogRecord) -> Void
    ) -> DirectionCounters? {
        var record = LogRecord(transport: transport, source: LogExample.host, destination: LogExample.origin)
        record.forward = LogCounters(packets: 10, bytes: 1_000)
        change(&record)
        return RecordEnd(side, of: record)?.counters
    }

    @Test(
        "is payload only as far as headers cannot explain it",
        arguments: [
            (.tcp, false, 10, 1_000, 200), (.tcp, false, 10, 800, 0), (.tcp, false, 10, 801, 1),
            (.tcp, false, 20, 800, 0),
            (.tcp, true, 10, 1_001, 1), (.tcp, true, 10, 1_000, 0), (.udp, false, 10, 290, 10),
            (.udp, true, 10, 490, 10),
            (.udp, false, 11, 290, 0), (.icmp, false, 10, 1_000, 0), (.sctp, false, 10, 1_000, 0),
            (TransportProtocol(rawValue: 47), false, 10, 1_000, 0),
        ] as [(TransportProtocol, Bool, UInt64, UInt64, UInt64)])
    func payload(
        transport: TransportProtocol, isIPv6: Bool, packets: UInt64, bytes: UInt64, payload: UInt64
    ) {
        let counters = end(.source, transport) { record in
            if isIPv6 { (record.source, record.destination) = (LogExample.host6, LogExample.origin6) }
            record.forward = LogCounters(packets: packets, bytes: bytes)
        }
        #expect(counters?.payloadBytes == payload)
        #expect(counters?.packets == packets && counters?.bytes == bytes)
    }

    @Test("is payload as the format states it, also none, but never of ICMP or of fragments")
    func statedPayload() {
        #expect(end { $0.forward.payloadBytes = 7 }?.payloadBytes == 7)
        #expect(end { $0.forward.payloadBytes = 0 }?.payloadBytes == 0)
        #expect(end(.source, .sctp) { $0.forward.payloadBytes = 7 }?.payloadBytes == 7)
        #expect(end(.source, .icmp) { $0.forward.payloadBytes = 7 }?.payloadBytes == 0)
        #expect(end { ($0.forward.payloadBytes, $0.isFragment) = (7, true) }?.payloadBytes == 0)
        #expect(end { $0.forward = LogCounters(packets: .max, bytes: .max) }?.payloadBytes == 0)
    }

    @Test("is at least something of the source where no packets are stated, or none at all")
    func nothingStated() {
        for packets in [nil, 0] as [UInt64?] {
            let counters = end { $0.forward = LogCounters(packets: packets, bytes: nil) }
            #expect(counters?.packets == 0 && counters?.bytes == 0)
        }
        #expect(end(.destination) { $0.reverse = LogCounters(packets: 0, bytes: 0) } == nil)
        #expect(end(.destination) { $0.reverse = LogCounters(packets: nil, bytes: 9) }?.bytes == 9)
        let silent = end {
            ($0.forward, $0.reverse) = (LogCounters(packets: 0, bytes: 0), LogCounters(packets: 3, bytes: 120))
        }
        #expect(silent == nil)
        #expect(end { ($0.isRefused, $0.forward) = (true, LogCounters(packets: 1, bytes: 40)) }?.packets == 1)
    }

    @Test("is something of the destination where the record says that it sent, and not how much")
    func withoutNumbers() {
        #expect(end(.destination) { $0.reverse = LogCounters() } != nil)
        #expect(end(.destination) { $0.reverse = LogCounters(packets: 0, bytes: 0) } == nil)
        #expect(end(.destination) { $0.reverse = nil } == nil)
    }

    @Test("states an attempt by a SYN without ACK, and is never read as SYN+ACK")
    func flags() {
        let roles = { (flags: UInt8) in self.end { $0.forward.tcpFlags = flags }?.roles }
        #expect(roles(0x02) == .statement)
        #expect(roles(0x06) == .statement)
        #expect(roles(0x12) == [] && roles(0x1B) == [] && roles(0x10) == [] && roles(0x14) == [])
        let counters = end { $0.forward.tcpFlags = 0x12 }
        #expect(counters?.tcpFlags == [.syn, .ack] && counters?.refusals == 0)
        #expect(end(.source, .udp) { $0.forward.tcpFlags = 0x02 }?.roles == [])
    }

    @Test("is that it began where the format states so, and of ICMP where the type does")
    func statements() {
        #expect(end(.source) { $0.initiator = .source }?.roles == .statement)
        #expect(end(.source) { $0.initiator = .destination }?.roles == [])
        let both = { (record: inout LogRecord) in record.reverse = LogCounters(packets: 1, bytes: 60) }
        #expect(
            end(.destination) {
                both(&$0)
                $0.initiator = .destination
            }?.roles == .statement)
        #expect(end(.source, .icmp) { $0.icmp = 8 << 8 }?.roles == .opening)
        let reply = end(.destination, .icmp) {
            both(&$0)
            $0.icmp = 8 << 8
        }
        #expect(reply?.roles == .answer && reply?.refusals == 1)
        #expect(end(.source, .icmp) { $0.icmp = 0 }?.refusals == 10)
        let errors = { (bytes: UInt64?) in
            end(.source, .icmp) { ($0.icmp, $0.forward) = (3 << 8, LogCounters(packets: 10, bytes: bytes)) }
        }
        for (type, roles) in [(8, [.opening, .statement]), (0, .answer), (3, [])] as [(UInt16, PacketRoles)] {
            #expect(end(.source, .icmp) { ($0.icmp, $0.initiator) = (type << 8, .source) }?.roles == roles)
        }
        #expect(errors(560)?.roles == [] && errors(560)?.refusals == 10)
        #expect(errors(nil)?.refusals == 10 && errors(5_760)?.refusals == 10 && errors(5_761)?.refusals == 0)
        #expect(end(.source, .icmpv6) { $0.icmp = 128 << 8 }?.roles == .opening)
        #expect(end(.source) { $0.forward.hasSentOpening = true }?.roles == .opening)
        #expect(end(.source) { $0.forward.hasSentAnswer = true }?.roles == .answer)
    }

    @Test("is of refusals in an hour that gets none of its packets, too")
    func refusalsWithoutPackets() throws {
        var record = LogRecord(transport: .icmp, source: LogExample.host, destination: LogExample.origin)
        record.icmp = 3 << 8
        record.first = Timestamp(parsing: "2026-11-01T10:59:40")
        record.last = Timestamp(parsing: "2026-11-01T11:00:01")
        for (packets, refusals) in [(3, [3, 0]), (0, [0, 0])] as [(UInt64, [UInt64])] {
            record.forward = LogCounters(packets: packets, bytes: packets * 56)
            let end = try #require(RecordEnd(.source, of: record))
            var parts: [DirectionCounters] = []
            try RecordShares(#require(RecordSpan(record)), spreads: false).forEach(of: end) { parts.append($2) }
            #expect(parts.map(\.refusals) == refusals)
            #expect(parts.allSatisfy { $0.hasSent && $0.isRefusalOnly })
        }
    }

    @Test("is that its source sent where its traffic was refused, whatever else it states")
    func refusedTraffic() {
        let back = LogCounters(packets: 2, bytes: 120)
        for (isRefused, hasSent) in [(true, true), (false, false)] {
            let counters = end(.source) {
                ($0.forward, $0.reverse) = (LogCounters(packets: 0, bytes: 0), back)
                $0.isRefused = isRefused
            }
            #expect((counters != nil) == hasSent)
        }
    }
}

/// Addresses for records.
enum LogExample {
    static let host = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0001))
    static let origin = IPAddress.v4(IPv4Address(rawValue: 0xC000_0201))
    static let host6 = IPAddress.v6(IPv6Address(rawValue: 0xFD00 << 112 | 1))
    static let origin6 = IPAddress.v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | 1))
}
