import ByteInput
import CensusModel
import NetworkTypes
import PacketCapture
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation
import Watchlist

@testable import Classification

/// Keeps what the classifier finds.
struct Observations: ObservationSink {
    var all: [Observation] = []
    mutating func record(_ observation: Observation) { all.append(observation) }
}

/// What frames of one hour show under some rules: by the classifier, which is held against the reference on the way.
struct Classified {
    private(set) var observations: [Observation] = []
    private(set) var account = PacketAccount()

    init(
        _ frames: [[UInt8]], _ entries: [WatchlistEntry], tunnels: TunnelPolicy = .innermost, peers: [String] = [],
        linkType: LinkType = .ethernet
    ) throws {
        var timeline = Timeline()
        for frame in frames { timeline.add(frame, at: Timestamp(nanoseconds: 1_000_000_000)) }
        let input = OpenedInput(name: "test", bytes: timeline.capture(linkType: linkType))
        let rules = CountingRules(
            internalNetworks: .defaultInternal, tunnels: tunnels,
            tunnelPeers: PrefixSet(try peers.map { try #require(IPPrefix.parse($0.utf8)).prefix }))
        var (classifier, sink) = (Classifier(watchlist: Watchlist(entries), rules: rules), Observations())
        var reference = ReferenceClassifier(watchlist: Watchlist(entries), rules: rules)
        var reader = try CaptureFileReader(input, isKnown: LinkHeader.isKnown)
        while try reader.nextBatch() {
            reference.classify(reader.batch)
            classifier.classify(reader.batch, into: &sink)
        }
        #expect(sink.all == reference.log.observations)
        #expect(classifier.ledger.accounts == reference.accounts)
        observations = sink.all
        account = classifier.ledger.accounts[Hour(index: 0)] ?? PacketAccount()
    }

    var pairs: [String] {
        observations.map { observation in
            let arrow = observation.direction == .fromHost ? ">" : "<"
            return "\(UTF8Text(observation.host)) \(arrow) \(UTF8Text(observation.origin))"
        }
    }
}

/// An address as text.
private struct UTF8Text: CustomStringConvertible {
    let description: String
    init(_ address: IPAddress) { description = "\(address)" }
}

func address(_ text: String) throws -> IPAddress { try #require(IPAddress(parsing: text.utf8)) }

func entry(_ prefix: String, port: UInt16? = nil, validity: Validity = .always) throws -> WatchlistEntry {
    var entry = WatchlistEntry(prefix: try #require(IPPrefix.parse(prefix.utf8)).prefix)
    (entry.port, entry.validity) = (port, validity)
    return entry
}

func packet(
    _ source: String, _ destination: String, _ transport: TransportProtocol = .tcp,
    _ payload: [UInt8] = Specimen.segment
) throws -> [UInt8] {
    FrameBuilder.ip(from: try address(source), to: try address(destination), transport, payload)
}

@Suite("A packet in a tunnel") struct TunnelDirectionTests {
    private static let origin = "203.0.113.9"
    private static let (near, far, outside) = ("10.9.9.1", "10.9.9.2", "198.51.100.7")

    private func vxlan(_ inner: [UInt8], from source: String, to destination: String) throws -> [UInt8] {
        let content = FrameBuilder.vxlan(FrameBuilder.ethernet(ip: inner))
        return FrameBuilder.ethernet(
            ip: try packet(source, destination, .udp, FrameBuilder.udp(from: 9, to: 4_789, content)))
    }

    private func gre(_ inner: [UInt8], from source: String, to destination: String) throws -> [UInt8] {
        FrameBuilder.ethernet(ip: try packet(source, destination, .gre, FrameBuilder.gre(inner)))
    }

    private func classify(_ frame: [UInt8], peers: [String] = []) throws -> Classified {
        try Classified([frame], [entry(Self.origin)], peers: peers)
    }

    @Test("counts between two ends that are internal, in both directions")
    func ours() throws {
        let (out, back) = (try packet("10.1.1.1", Self.origin), try packet(Self.origin, "10.1.1.1"))
        for inner in [out, back] {
            for frame in [
                try vxlan(inner, from: Self.near, to: Self.far), try gre(inner, from: Self.near, to: Self.far),
            ] {
                let found = try classify(frame)
                #expect(found.observations.count == 1 && found.account.remarked.isEmpty)
            }
        }
    }

    @Test("from outside makes no host of ours its sender")
    func forged() throws {
        let inner = try packet("10.1.1.1", Self.origin)
        for frame in [
            try vxlan(inner, from: Self.outside, to: Self.near), try gre(inner, from: Self.outside, to: Self.near),
            try gre(inner, from: Self.outside, to: "198.51.100.8"),
        ] {
            let found = try classify(frame)
            #expect(found.observations.isEmpty)
            #expect(found.account.count(of: .tunnelForeign) == 1)
            #expect(found.account.decoded == 1 && found.account.matched == 0)
        }
    }

    @Test("from outside may go to a host of ours")
    func inwards() throws {
        let inner = try packet(Self.origin, "10.1.1.1")
        #expect(try classify(gre(inner, from: Self.outside, to: Self.near)).pairs == ["10.1.1.1 < \(Self.origin)"])
        #expect(try classify(gre(inner, from: Self.near, to: Self.outside)).observations.isEmpty)
    }

    @Test("to the outside counts outside of UDP, and in UDP only to a peer")
    func outwards() throws {
        let inner = try packet("10.1.1.1", Self.origin)
        #expect(try classify(gre(inner, from: Self.near, to: Self.outside)).observations.count == 1)
        let datagram = try vxlan(inner, from: Self.near, to: Self.outside)
        #expect(try classify(datagram).account.count(of: .tunnelForeign) == 1)
        #expect(try classify(datagram, peers: ["198.51.100.0/24"]).observations.count == 1)
    }

    @Test("from a peer counts as one from inside")
    func peers() throws {
        let frame = try gre(packet("10.1.1.1", Self.origin), from: Self.outside, to: Self.near)
        #expect(try classify(frame, peers: [Self.outside]).observations.count == 1)
    }

    @Test("is not hidden by a decoy: the outermost header that matches counts, once")
    func decoy() throws {
        let decoy = try packet("10.1.1.1", "192.0.2.1")
        let found = try classify(vxlan(decoy, from: "10.4.4.4", to: Self.origin))
        #expect(found.pairs == ["10.4.4.4 > \(Self.origin)"])
        #expect(found.account.remarked.isEmpty)
        let twice = try classify(gre(packet("10.1.1.1", Self.origin), from: "10.4.4.4", to: Self.origin))
        #expect(twice.pairs == ["10.4.4.4 > \(Self.origin)"])
    }

    @Test("is asked at every depth, and each outer header has to agree")
    func nested() throws {
        let inner = try packet("10.1.1.1", Self.origin)
        let middle = try packet(Self.near, Self.far, .gre, FrameBuilder.gre(inner))
        #expect(try classify(gre(middle, from: Self.near, to: Self.far)).observations.count == 1)
        #expect(try classify(gre(middle, from: Self.outside, to: Self.far)).account.count(of: .tunnelForeign) == 1)
    }

    @Test("is believed by the outer addresses as they stand, not by what is embedded in them")
    func embeddedOuter() throws {
        let inner = try packet("10.1.1.1", Self.origin)
        let frame = FrameBuilder.ethernet(
            ip: try packet("64:ff9b::10.9.9.1", "64:ff9b::10.9.9.2", .gre, FrameBuilder.gre(inner)))
        #expect(try classify(frame).account.count(of: .tunnelForeign) == 1)
    }

    @Test("that is not followed is named, and counts by what is around it")
    func notFollowed() throws {
        let gre = FrameBuilder.gre(flags: 0, type: 0x1234, [1, 2, 3, 4])
        let found = try classify(FrameBuilder.ethernet(ip: try packet(Self.near, Self.origin, .gre, gre)))
        #expect(found.observations.count == 1)
        #expect(found.account.tunnelsNotFollowed.map { $0.key.name } == ["gre_0x1234"])
    }
}

@Suite("An address in an address") struct EmbeddedAddressTests {
    @Test("of translators, or IPv4-mapped, is the IPv4 address, at either end", arguments: ["64:ff9b::", "::ffff:"])
    func embedded(_ prefix: String) throws {
        let frames = try [
            packet("fd00::3", prefix + "203.0.113.10"), packet(prefix + "203.0.113.10", "fd00::3"),
            packet(prefix + "10.0.0.1", "2001:db8::bad"),
        ].map { FrameBuilder.ethernet(ip: $0) }
        let found = try Classified(frames, [entry("203.0.113.10"), entry("2001:db8::bad")])
        #expect(
            found.pairs == ["fd00::3 > 203.0.113.10", "fd00::3 < 203.0.113.10", "10.0.0.1 > 2001:db8::bad"])
    }

    @Test("is meant by a list that names it so")
    func listed() throws {
        let entries = try [
            entry("64:ff9b::203.0.113.10"), entry("64:ff9b::198.51.100.0/120"), entry("::ffff:192.0.2.1"),
        ]
        let frames = try ["203.0.113.10", "198.51.100.77", "192.0.2.1", "192.0.2.2"].map {
            FrameBuilder.ethernet(ip: try packet("10.0.0.1", $0))
        }
        #expect(try Classified(frames, entries).observations.count == 3)
    }

    @Test("in another prefix is none")
    func others() throws {
        let frames = try ["64:ff9b:1::203.0.113.10", "::203.0.113.10", "64:ff9b::1:203.0.113.10"].map {
            FrameBuilder.ethernet(ip: try packet("fd00::3", $0))
        }
        #expect(try Classified(frames, [entry("203.0.113.10")]).observations.isEmpty)
    }
}

@Suite("A packet that nearly counts") struct NearMissTests {
    private static let june = Validity(
        from: Timestamp(nanoseconds: 1_370_044_800_000_000_000), until: Timestamp(nanoseconds: .max))

    private func misses(_ packets: [[UInt8]], _ entries: [WatchlistEntry]) throws -> [PacketNearMiss: UInt64] {
        let found = try Classified(packets.map { FrameBuilder.ethernet(ip: $0) }, entries)
        #expect(found.observations.isEmpty)
        return found.account.nearMisses
    }

    @Test("met a listed address with no internal end")
    func noInternalEnd() throws {
        let packets = try [
            packet("198.51.100.1", "203.0.113.9"), packet("203.0.113.9", "198.51.100.1"),
            packet("2001:db8::1", "64:ff9b::203.0.113.9"),
        ]
        #expect(try misses(packets, [entry("203.0.113.9")]) == [.noInternalEnd: 3])
        #expect(try misses([packet("10.0.0.1", "10.0.0.2")], [entry("10.0.0.2")]).isEmpty)
    }

    @Test("met an entry outside its dates, or on another port")
    func datesAndPorts() throws {
        let out = try packet("10.0.0.1", "203.0.113.9")
        #expect(try misses([out], [entry("203.0.113.9", validity: Self.june)]) == [.outsideDates: 1])
        #expect(try misses([out], [entry("203.0.113.9", port: 80)]) == [.onAnotherPort: 1])
        let both = try [entry("203.0.113.9", port: 80, validity: Self.june), entry("203.0.113.0/24", port: 81)]
        #expect(try misses([out], both) == [.onAnotherPort: 1])
        #expect(try misses([out], [entry("203.0.113.9", port: 80, validity: Self.june)]) == [.outsideDates: 1])
    }

    @Test("has no port where an entry names one")
    func withoutPort() throws {
        guard case .v4(let host) = try address("10.0.0.1"), case .v4(let origin) = try address("203.0.113.9") else {
            return
        }
        let fragment = FrameBuilder.ipv4(from: host, to: origin, .tcp, [UInt8](repeating: 1, count: 16), fragment: 1)
        #expect(try misses([fragment], [entry("203.0.113.9", port: 443)]) == [.withoutPort: 1])
    }

    @Test("is on another port where its own is 0, and where the entries that hold name a protocol only")
    func portZero() throws {
        guard case .v4(let host) = try address("10.0.0.1"), case .v4(let origin) = try address("203.0.113.9") else {
            return
        }
        let toPortZero = FrameBuilder.ipv4(from: host, to: origin, .tcp, FrameBuilder.tcp(from: 40_000, to: 0, .syn))
        #expect(try misses([toPortZero], [entry("203.0.113.9", port: 443)]) == [.onAnotherPort: 1])
        let fragment = FrameBuilder.ipv4(from: host, to: origin, .tcp, [UInt8](repeating: 1, count: 16), fragment: 1)
        var udpOnly = try entry("203.0.113.9")
        udpOnly.transport = .udp
        #expect(try misses([fragment], [udpOnly]) == [.onAnotherPort: 1])
    }

    @Test("is outside the dates of the entry of its port, whatever others hold")
    func datesOfItsPort() throws {
        let out = try packet("10.0.0.1", "203.0.113.9", .tcp, FrameBuilder.tcp(from: 40_000, to: 443, .syn))
        let expired = try entry("203.0.113.9", port: 443, validity: Self.june)
        #expect(try misses([out], [expired, entry("203.0.113.9", port: 80)]) == [.outsideDates: 1])
    }

    @Test("is not a near miss where it counts by another header or hop")
    func counted() throws {
        let inner = try packet("10.1.1.1", "203.0.113.9")
        let outer = try packet("10.9.9.1", "198.51.100.1", .gre, FrameBuilder.gre(inner))
        let found = try Classified(
            [FrameBuilder.ethernet(ip: outer)], [entry("203.0.113.9"), entry("198.51.100.1", port: 1)])
        #expect(found.observations.count == 1 && found.account.nearMisses.isEmpty)
    }
}

@Suite("An ICMP error") struct ICMPRefusalTests {
    private func roles(_ quote: [UInt8], padding: Int = 0) throws -> PacketRoles? {
        let error = FrameBuilder.icmp(type: 3, code: 3, quote + [UInt8](repeating: 0, count: padding))
        let frame = FrameBuilder.ethernet(ip: try packet("10.0.0.1", "203.0.113.9", .icmp, error))
        return try Classified([frame], [entry("203.0.113.9")]).observations.first?.roles
    }

    @Test("refuses a packet that it quotes from where it goes, to an address of ours")
    func refusal() throws {
        #expect(try roles(packet("203.0.113.9", "10.0.0.1")) == .refusal)
        #expect(try roles(packet("203.0.113.9", "10.0.0.2")) == .refusal)
    }

    @Test("that quotes another packet, or none, is contact")
    func contact() throws {
        #expect(try roles(packet("203.0.113.8", "10.0.0.1")) == [])
        #expect(try roles(packet("203.0.113.9", "198.51.100.1")) == [])
        #expect(try roles(packet("10.0.0.1", "203.0.113.9")) == [])
        #expect(try roles([]) == [])
    }

    @Test("longer than errors are is contact")
    func length() throws {
        let quote = try packet("203.0.113.9", "10.0.0.1")
        #expect(try roles(quote, padding: 576 - 28 - quote.count) == .refusal)
        #expect(try roles(quote, padding: 577 - 28 - quote.count) == [])
    }

    @Test("of version 6 may be longer")
    func version6() throws {
        let quote = try packet("2001:db8::bad", "fd00::1")
        for (length, expected) in [(1_280, PacketRoles.refusal), (1_281, [])] {
            let padding = [UInt8](repeating: 0, count: length - 48 - quote.count)
            let error = FrameBuilder.icmp(type: 1, quote + padding)
            let frame = FrameBuilder.ethernet(ip: try packet("fd00::1", "2001:db8::bad", .icmpv6, error))
            #expect(try Classified([frame], [entry("2001:db8::bad")]).observations.first?.roles == expected)
        }
    }
}
