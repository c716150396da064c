import CensusModel
import Foundation
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

/// Attacks on the counts that were reported, and situations that people met, rebuilt packet by packet.
private struct EvidenceCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let hostPort: UInt16
    let originPort: UInt16
    let send: @Sendable (inout Conversation, inout Timeline) -> Void
    /// What the columns must be, hour by hour.
    let rows: [String]

    init(
        _ name: String, _ hostPort: UInt16, _ originPort: UInt16, _ rows: [String],
        _ send: @escaping @Sendable (inout Conversation, inout Timeline) -> Void
    ) {
        (testDescription, self.hostPort, self.originPort, self.rows, self.send) = (
            name, hostPort, originPort, rows, send
        )
    }
}

@Suite("Evidence")
struct EvidenceTests {
    /// 22:59:59.990 in UTC: a second step leads into the next hour.
    private static let start = Timestamp(nanoseconds: 1_699_999_199_990_000_000 + 3_600_000_000_000)
    private static let origin = IPAddress.v4(IPv4Address(rawValue: 0xCB00_710A))
    private static let gre = TransportProtocol(rawValue: 47)
    private static let sctp = TransportProtocol.sctp

    private func run(_ example: EvidenceCase, _ arguments: [String] = []) throws -> CommandRun {
        let folder = try TemporaryFolder()
        var conversation = Conversation(
            host: .v4(IPv4Address(rawValue: 0x0A01_0203)), port: example.hostPort, origin: Self.origin,
            port: example.originPort, at: Self.start, step: 1)
        var timeline = Timeline()
        example.send(&conversation, &timeline)
        let capture = try folder.file("capture.pcap", timeline.capture(linkType: .ethernet))
        let list = try folder.file("list.txt", "203.0.113.10\n".utf8)
        return try CommandRun(["replay", capture, "--watchlist", list, "--store", ":memory:"] + arguments)
    }

    private static let columns = ["probed", "served", "attempted", "answered", "exchanged", "intruded"]

    /// The columns of grades that are not 0, hour by hour.
    private func grades(_ run: CommandRun) -> [String] {
        run.rows.map { row in
            Self.columns.filter { row[$0] != "0" }.map { "\($0) \(row[$0] ?? "")" }.joined(separator: ", ")
        }
    }

    private static let cases: [EvidenceCase] = [
        // 03b: what an origin sends first hides nobody who begins by himself, and is no reason to affect who answers.
        EvidenceCase("an empty datagram before a megabyte", 40_000, 4_444, ["served 1"]) {
            $0.udp(.fromOrigin, payload: 0, &$1)
            for _ in 0..<5 { $0.udp(.fromHost, payload: 900, &$1) }
        },
        EvidenceCase("an echo tunnel both ways", 0, 0, ["answered 1"]) {
            $0.icmp(.fromOrigin, type: 8, [], &$1)
            $0.icmp(.fromHost, type: 8, [1, 2, 3], &$1)
            $0.icmp(.fromOrigin, type: 0, [1, 2, 3], &$1)
        },
        EvidenceCase("an empty packet of another protocol before its payload", 0, 0, ["served 1"]) {
            $0.send(.fromOrigin, Self.gre, [], &$1)
            $0.send(.fromHost, Self.gre, [1, 2, 3], &$1)
        },
        EvidenceCase("a forged SYN before the host's own", 40_000, 443, ["answered 1"]) {
            $0.tcp(.fromOrigin, .syn, &$1)
            $0.tcp(.fromHost, .syn, &$1)
        },
        // 04: a service that answers is not an intrusion.
        EvidenceCase("an answered question of SNMP", 161, 40_000, ["served 1"]) {
            $0.udp(.fromOrigin, payload: 40, &$1)
            $0.udp(.fromHost, payload: 80, &$1)
        },
        EvidenceCase("a fetched page", 80, 50_000, ["served 1"]) {
            $0.handshake(by: .fromOrigin, &$1)
            $0.exchange(by: .fromOrigin, request: 90, response: 400, &$1)
        },
        // 06: a host that sent nothing is not affected.
        EvidenceCase("one SYN+ACK to a dark address", 40_000, 443, ["probed 1"]) {
            $0.tcp(.fromOrigin, [.syn, .ack], &$1)
        },
        EvidenceCase("a SYN+ACK that the host refuses", 40_000, 443, ["probed 1"]) {
            $0.tcp(.fromOrigin, [.syn, .ack], &$1)
            $0.tcp(.fromHost, .rst, &$1)
        },
        // 08: the full hour begins nothing.
        EvidenceCase("a probe just before the hour, answered in it", 161, 40_000, ["probed 1", "served 1"]) {
            $0.udp(.fromOrigin, payload: 40, &$1)
            $0.pause(milliseconds: 10)
            $0.udp(.fromHost, payload: 80, &$1)
        },
        EvidenceCase("an echo reply alone", 0, 0, ["probed 1"]) { $0.icmp(.fromHost, type: 0, [1], &$1) },
        EvidenceCase("an ABORT alone", 5_000, 40_000, ["probed 1"]) {
            $0.send(
                .fromHost, Self.sctp, FrameBuilder.sctp(from: 5_000, to: 40_000, FrameBuilder.chunk(type: 6, [])), &$1)
        },
        // 16: payload refuses nothing.
        EvidenceCase("payload under RST and SYN+ACK", 40_000, 443, ["attempted 1"]) {
            $0.tcp(.fromHost, .rst, payload: 500, &$1)
            $0.tcp(.fromHost, [.syn, .ack], payload: 500, &$1)
        },
        // Case 27: a connection has one beginning.
        EvidenceCase("an order from the server, first in its hour", 2_000, 443, ["answered 1", "exchanged 1"]) {
            $0.handshake(by: .fromHost, &$1)
            $0.pause(milliseconds: 10)
            $0.tcp(.fromOrigin, [.psh, .ack], payload: 9, &$1)
            $0.tcp(.fromHost, [.psh, .ack], payload: 9, &$1)
        },
    ]

    @Test("of reported attacks and situations is what the design says", arguments: cases)
    private func reported(example: EvidenceCase) throws {
        let run = try run(example)
        #expect(run.status == 0, "\(run.errors)")
        #expect(grades(run) == example.rows)
    }

    @Test("of sensors that see one way is asked for")
    func oneWay() throws {
        let example = EvidenceCase("SYN+ACK", 40_000, 443, []) { $0.tcp(.fromOrigin, [.syn, .ack], &$1) }
        #expect(grades(try run(example, ["--one-way"])) == ["answered 1"])
    }

    @Test("that an origin came in is what an inventory says of the port, in counts and in flows")
    func services() throws {
        let folder = try TemporaryFolder()
        var conversation = Conversation(
            host: .v4(IPv4Address(rawValue: 0x0A01_0203)), port: 8_080, origin: Self.origin, port: 50_000,
            at: Self.start, step: 1)
        var timeline = Timeline()
        conversation.handshake(by: .fromOrigin, &timeline)
        conversation.exchange(by: .fromOrigin, request: 90, response: 400, &timeline)
        let capture = try folder.file("capture.pcap", timeline.capture(linkType: .ethernet))
        let list = try folder.file("list.txt", "203.0.113.10\n".utf8)
        let store = ["--store", folder.path("census.db")]
        #expect(try CommandRun(["replay", capture, "--watchlist", list] + store).status == 0)
        for (services, grade) in [("tcp/443 udp/53", "intruded"), ("tcp/8080", "served"), ("", "served")] {
            let assets = ["--assets", try folder.file("assets.csv", "prefix,services\n10.0.0.0/8,\(services)\n".utf8)]
            #expect(Set(grades(try CommandRun(["export"] + store + assets))) == ["\(grade) 1"])
            #expect(Set(try CommandRun(["flows"] + store + assets).rows.map { $0["grade"] }) == [grade])
            #expect(
                Set(try CommandRun(["export", "--by", "host"] + store + assets).rows.map { $0["grade"] }) == [grade])
        }
        let bad = try folder.file("bad.csv", "prefix,services\n10.0.0.0/8,https\n".utf8)
        let run = try CommandRun(["flows", "--assets", bad] + store)
        #expect(run.status == 3 && run.errors.contains("line 2: 'https' is not a service"), "\(run.errors)")
    }
}
