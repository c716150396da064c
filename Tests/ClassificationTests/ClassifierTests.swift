import ByteInput
import CensusModel
import NetworkTypes
import PacketCapture
import PacketDecoding
import Testing
import TrafficSimulation
import Watchlist

@testable import Classification

/// Keeps what the classifier finds.
private struct Observations: ObservationSink {
    var all: [Observation] = []
    mutating func record(_ observation: Observation) { all.append(observation) }
}

@Suite("Classifier")
struct ClassifierTests {
    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(parsing: text.utf8)) }

    private func entry(_ prefix: String, port: UInt16? = nil) throws -> WatchlistEntry {
        var entry = WatchlistEntry(prefix: try #require(IPPrefix.parse(prefix.utf8)).prefix)
        entry.port = port
        return entry
    }

    /// Classifies frames, one second after another from the start of 1970 on.
    private func classify(
        _ frames: [[UInt8]], _ entries: [WatchlistEntry], every seconds: Int64 = 1
    ) throws -> (observations: [Observation], ledger: PacketLedger) {
        var timeline = Timeline()
        for (number, frame) in frames.enumerated() {
            timeline.add(frame, at: Timestamp(nanoseconds: Int64(number) * seconds * Timestamp.nanosecondsPerSecond))
        }
        let input = OpenedInput(name: "test", bytes: timeline.capture(linkType: .ethernet))
        var reader = try CaptureFileReader(input, isKnown: LinkHeader.isKnown)
        var classifier = Classifier(
            watchlist: Watchlist(entries), internalNetworks: .defaultInternal, tunnels: .innermost)
        var sink = Observations()
        while try reader.nextBatch() { classifier.classify(reader.batch, into: &sink) }
        return (sink.all, classifier.ledger)
    }

    private func datagram(_ source: String, _ destination: String, ports: (UInt16, UInt16) = (5_000, 53)) throws
        -> [UInt8]
    {
        let segment = FrameBuilder.udp(from: ports.0, to: ports.1, [1, 2, 3])
        return FrameBuilder.ethernet(
            ip: FrameBuilder.ip(from: try address(source), to: try address(destination), .udp, segment))
    }

    @Test("sees a packet whose one end is internal and whose other end is listed, in both directions")
    func bothDirections() throws {
        let frames = try [
            datagram("10.0.0.1", "192.0.2.1"), datagram("192.0.2.1", "10.0.0.1", ports: (53, 5_000)),
            datagram("fd00::1", "2001:db8::1"),
        ]
        let found = try classify(frames, [entry("192.0.2.0/24"), entry("2001:db8::1")]).observations
        #expect(found.map(\.direction) == [.fromHost, .fromOrigin, .fromHost])
        #expect(try found.map(\.host) == [address("10.0.0.1"), address("10.0.0.1"), address("fd00::1")])
        #expect(found.map(\.originPort) == [53, 53, 53])
        #expect(found.map(\.length) == [31, 31, 51])
        #expect(found.map(\.payloadLength) == [3, 3, 3])
    }

    @Test("passes over packets with both ends internal, none internal, or an internal end listed")
    func otherEnds() throws {
        let frames = try [
            datagram("10.0.0.1", "10.0.0.2"), datagram("192.0.2.1", "198.51.100.1"),
            datagram("10.0.0.2", "198.51.100.1"),
        ]
        #expect(try classify(frames, [entry("192.0.2.0/24"), entry("10.0.0.2")]).observations.isEmpty)
    }

    @Test("matches an entry with a port against the origin's port only")
    func ports() throws {
        let frames = try [
            datagram("10.0.0.1", "192.0.2.1", ports: (9, 443)), datagram("10.0.0.1", "192.0.2.1", ports: (443, 9)),
            datagram("192.0.2.1", "10.0.0.1", ports: (443, 9)),
        ]
        #expect(
            try classify(frames, [entry("192.0.2.1", port: 443)]).observations.map(\.direction) == [
                .fromHost, .fromOrigin,
            ])
    }

    @Test("accounts for every packet in its own hour: seen is decoded and undecoded by reason")
    func accounts() throws {
        let frames = try [
            datagram("10.0.0.1", "192.0.2.1"), FrameBuilder.ethernet(type: 0x0806, [0]),
            Array(datagram("10.0.0.1", "192.0.2.1").prefix(30)), datagram("10.0.0.1", "198.51.100.1"),
        ]
        let accounts = try classify(frames, [entry("192.0.2.1")], every: 2_000).ledger.accounts
        #expect(accounts[Hour(index: 0)]?.seen == 2)
        #expect(accounts[Hour(index: 0)]?.matched == 1)
        #expect(accounts[Hour(index: 0)]?.undecoded.map { $0.key.name } == ["ethertype_0x0806_arp"])
        #expect(accounts[Hour(index: 1)]?.seen == 2)
        #expect(accounts[Hour(index: 1)]?.undecoded.map { $0.key.name } == ["ipv4_cut"])
        for account in accounts.values {
            #expect(account.seen == account.decoded + account.undecoded.values.reduce(0, +))
        }
    }
}
