import CensusModel
import NetworkTypes

/// The sample: an evening on a campus, two hour changes long, in which every grade occurs, and an attack on the count.
///
/// All outside addresses are from the documentation ranges (RFC 5737, RFC 3849); each range stands for a country.
package struct SampleScenario {
    private var random: SeededGenerator
    private var timeline = Timeline()
    /// 2013-05-31T22:55:00Z.
    private static let start: Int64 = 1_370_040_900

    /// The list that goes with the capture.
    package static let watchlist = """
        # Watchlist of the Flowcensus sample. The addresses are reserved for documentation.
        address,port,protocol,class,label,source,confidence
        203.0.113.10,443,tcp,c2,ExampleBot,sample,100
        203.0.113.64/28,,,c2,ExampleBot,sample,75
        198.51.100.23,8080,tcp,c2,ExampleRAT,sample,90
        198.51.100.77,,,backdoor,ExampleShell,sample,100
        192.0.2.44,,,c2,ExampleLoader,sample,50
        192.0.2.99,,,scanner,ExampleScan,sample,100
        192.0.2.53,,udp,c2,ExampleDNS,sample,80
        2001:db8:bad::7,443,tcp,c2,ExampleBot,sample,100

        """

    private init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// The capture, the same bytes for the same seed.
    package static func capture(seed: UInt64) -> [UInt8] {
        var scenario = SampleScenario(seed: seed)
        scenario.addBots()
        scenario.addSilentServer()
        scenario.addRemoteAccess()
        scenario.addBackDoor()
        scenario.addScanner()
        scenario.addDatagrams()
        scenario.addBackground()
        scenario.addCrawler()
        scenario.addForgedTunnel()
        return scenario.timeline.capture(linkType: .ethernet)
    }

    private func time(minute: Int64, _ seconds: Int64 = 0, millisecond: Int64 = 0) -> Timestamp {
        Timestamp(nanoseconds: ((Self.start + minute * 60 + seconds) * 1_000 + millisecond) * 1_000_000)
    }

    private mutating func ephemeralPort() -> UInt16 { UInt16.random(in: 49_152...65_535, using: &random) }
    private mutating func milliseconds() -> Int64 { Int64.random(in: 0..<60_000, using: &random) }

    /// Twelve hosts with a bot that calls home every ten minutes: exchanged in every hour, over both IP versions.
    private mutating func addBots() {
        for number in 1...12 {
            for minute in stride(from: Int64(1), through: 69, by: 10) {
                let at = time(minute: minute, millisecond: milliseconds())
                let overIPv6 = number > 9
                let origin = overIPv6 ? "2001:db8:bad::7" : number > 6 ? "203.0.113.70" : "203.0.113.10"
                var call = Conversation(
                    host: overIPv6 ? Self.host6(number) : Self.host(20, number), port: ephemeralPort(),
                    origin: Self.address(origin), port: 443, at: at,
                    framing: number % 3 == 0 ? Self.inVLAN : number == 8 ? Self.inGRE : Self.plain)
                call.handshake(by: .fromHost, &timeline)
                call.exchange(by: .fromHost, request: 220, response: 640, &timeline)
                call.close(by: .fromHost, &timeline)
            }
        }
    }

    /// Five hosts that look for a server that is gone: attempted. One finds a machine that only refuses: answered.
    private mutating func addSilentServer() {
        for number in 31...35 {
            for minute in [Int64(3), 17, 63] {
                let at = time(minute: minute, millisecond: milliseconds())
                var call = Conversation(
                    host: Self.host(21, number), port: ephemeralPort(), origin: Self.address("192.0.2.44"), port: 80,
                    at: at, step: 1_000)
                for _ in 0..<3 { call.tcp(.fromHost, .syn, &timeline) }
            }
        }
        var refused = Conversation(
            host: Self.host(21, 36), port: ephemeralPort(), origin: Self.address("192.0.2.44"), port: 8_443,
            at: time(minute: 12))
        refused.tcp(.fromHost, .syn, &timeline)
        refused.tcp(.fromOrigin, [.rst, .ack], &timeline)
    }

    /// A remote-access session open over both hour changes; the same origin's other port is not on the list.
    private mutating func addRemoteAccess() {
        var session = Conversation(
            host: Self.host(20, 77), port: ephemeralPort(), origin: Self.address("198.51.100.23"), port: 8_080,
            at: time(minute: 2), step: 250)
        session.handshake(by: .fromHost, &timeline)
        for _ in 0..<70 {
            session.exchange(by: .fromHost, request: 48, response: 96, &timeline)
            session.pause(milliseconds: 58_000)
        }
        var web = Conversation(
            host: Self.host(20, 78), port: ephemeralPort(), origin: Self.address("198.51.100.23"), port: 443,
            at: time(minute: 9))
        web.handshake(by: .fromHost, &timeline)
        web.exchange(by: .fromHost, request: 300, response: 1_200, &timeline)
    }

    /// Three web servers entered from outside: intruded.
    private mutating func addBackDoor() {
        for number in 1...3 {
            for minute in [Int64(4), 40] {
                var entry = Conversation(
                    host: Self.host(80, number), port: 443, origin: Self.address("198.51.100.77"),
                    port: ephemeralPort(), at: time(minute: minute, Int64(number)))
                entry.handshake(by: .fromOrigin, &timeline)
                entry.exchange(by: .fromOrigin, request: 512, response: 1_400, &timeline)
                entry.close(by: .fromOrigin, &timeline)
            }
        }
    }

    /// A scan of 250 addresses, answered by RST, by ICMP unreachable, by an open port, by an echo and by nothing:
    /// probed, and nobody affected.
    private mutating func addScanner() {
        for number in 1...250 {
            var probe = Conversation(
                host: Self.host(30, number), port: number % 10 == 9 ? 0 : 22, origin: Self.address("192.0.2.99"),
                port: ephemeralPort(), at: time(minute: 20, Int64(number) / 5, millisecond: Int64(number)))
            switch number % 10 {
            case 0...3:
                probe.tcp(.fromOrigin, .syn, &timeline)
                probe.tcp(.fromHost, [.rst, .ack], &timeline)
            case 4:
                probe.tcp(.fromOrigin, .syn, &timeline)
                probe.tcp(.fromHost, [.syn, .ack], &timeline)
                probe.tcp(.fromOrigin, .rst, &timeline)
            case 5, 6:
                probe.udp(.fromOrigin, payload: 40, &timeline)
                probe.refuse(.fromHost, datagramOf: 40, &timeline)
            case 9:
                probe.icmp(.fromOrigin, type: 8, [UInt8](repeating: 0x61, count: 32), &timeline)
                probe.icmp(.fromHost, type: 0, [UInt8](repeating: 0x61, count: 32), &timeline)
            default: probe.tcp(.fromOrigin, .syn, &timeline)
            }
        }
    }

    /// Datagrams whose answers come in fragments: the later fragments carry no ports and match by address.
    private mutating func addDatagrams() {
        for number in 41...44 {
            let origin = IPv4Address(rawValue: 0xC000_0235)
            let host = IPv4Address(rawValue: 0x0A16_0000 | UInt32(number))
            let port = ephemeralPort()
            let at = time(minute: 30, Int64(number))
            var ask = Conversation(host: .v4(host), port: port, origin: .v4(origin), port: 53, at: at)
            ask.udp(.fromHost, payload: 60, &timeline)
            let answer = FrameBuilder.udp(from: 53, to: port, [UInt8](repeating: 0x2E, count: 1_800))
            let pieces: [(slice: ArraySlice<UInt8>, field: UInt16)] = [
                (answer[..<1_480], 0x2000), (answer[1_480...], 1_480 / 8),
            ]
            for (place, piece) in pieces.enumerated() {
                let packet = FrameBuilder.ipv4(
                    from: origin, to: host, .udp, Array(piece.slice), identification: UInt16(number),
                    fragment: piece.field)
                timeline.add(
                    FrameBuilder.ethernet(ip: packet),
                    at: time(minute: 30, Int64(number), millisecond: 60 + Int64(place)))
            }
        }
    }

    /// A listed address that fetches pages from the web servers: served, and nobody affected.
    private mutating func addCrawler() {
        for number in 1...4 {
            for minute in [Int64(26), 52] {
                var visit = Conversation(
                    host: Self.host(80, number), port: 80, origin: Self.address("203.0.113.75"), port: ephemeralPort(),
                    at: time(minute: minute, Int64(number)))
                visit.handshake(by: .fromOrigin, &timeline)
                visit.exchange(by: .fromOrigin, request: 180, response: 1_100, &timeline)
                visit.close(by: .fromOrigin, &timeline)
            }
        }
    }

    /// Datagrams from outside in which packets of ten hosts to a listed address seem to travel, to make the hosts look
    /// affected. An inner packet from a host counts only where the outer source is internal: left out, and named in coverage.
    private mutating func addForgedTunnel() {
        for number in 1...10 {
            let forged = FrameBuilder.ip(
                from: Self.host(40, number), to: Self.address("192.0.2.44"), .tcp,
                FrameBuilder.tcp(from: ephemeralPort(), to: 80, .syn))
            let carrier = FrameBuilder.ip(
                from: Self.address("203.0.113.200"), to: Self.address("10.255.0.1"), .udp,
                FrameBuilder.udp(from: ephemeralPort(), to: 2_152, FrameBuilder.inGTPU(forged)))
            timeline.add(FrameBuilder.ethernet(ip: carrier), at: time(minute: 45, Int64(number)))
        }
    }

    /// Traffic with addresses that no list names, and frames that hold no IP.
    private mutating func addBackground() {
        for _ in 0..<250 {
            let server = UInt32.random(in: 0x0808_0000...0x0808_FFFF, using: &random)
            var page = Conversation(
                host: Self.host(20, Int.random(in: 1...200, using: &random)), port: ephemeralPort(),
                origin: .v4(IPv4Address(rawValue: server)), port: 443,
                at: time(minute: Int64.random(in: 0..<70, using: &random), millisecond: milliseconds()))
            page.handshake(by: .fromHost, &timeline)
            page.exchange(by: .fromHost, request: 180, response: 900, &timeline)
        }
        for minute in Int64(0)..<70 {
            let request = FrameBuilder.ethernet(type: 0x0806, [UInt8](repeating: 0, count: 46))
            timeline.add(request, at: time(minute: minute, 1))
        }
    }

    private static func address(_ text: String) -> IPAddress {
        guard let address = IPAddress(parsing: text.utf8) else { preconditionFailure("\(text) is not an address") }
        return address
    }

    /// 10.`network`.0.`number`.
    private static func host(_ network: Int, _ number: Int) -> IPAddress {
        .v4(IPv4Address(rawValue: 0x0A00_0000 | UInt32(network) << 16 | UInt32(number)))
    }

    /// fd00:20::`number`.
    private static func host6(_ number: Int) -> IPAddress {
        .v6(IPv6Address(rawValue: 0xFD00_0020 << 96 | UInt128(number)))
    }

    @Sendable private static func plain(_ packet: [UInt8]) -> [UInt8] {
        FrameBuilder.ethernet(ip: packet)
    }

    @Sendable private static func inVLAN(_ packet: [UInt8]) -> [UInt8] {
        let type = FrameBuilder.etherType(of: packet)
        return FrameBuilder.ethernet(type: 0x8100, FrameBuilder.vlan(20, type: type, packet))
    }

    /// From a branch office whose traffic comes in through a tunnel.
    @Sendable private static func inGRE(_ packet: [UInt8]) -> [UInt8] {
        let outer = FrameBuilder.ip(
            from: address("10.255.0.1"), to: address("10.255.0.2"), TransportProtocol(rawValue: 47),
            FrameBuilder.gre(packet))
        return FrameBuilder.ethernet(ip: outer)
    }
}
