import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A tunnel") struct TunnelTests {
    private static let (v4, v6) = (Specimen.ipv4, Specimen.ipv6)

    /// IPv4 in IPv4, `depth` times; each level is told by its source.
    private static func nested(_ depth: UInt32, around packet: [UInt8] = v4) -> [UInt8] {
        (0..<depth).reduce(packet) { inner, level in
            FrameBuilder.ipv4(from: IPv4Address(rawValue: 0xC633_6400 + level), to: Gateway.far, .ipInIP, inner)
        }
    }

    @Test("of IP in IP leads from either version to either")
    func ipInIP() throws {
        let outer6 = { (transport: TransportProtocol, inner: [UInt8]) in
            FrameBuilder.ipv6(from: Specimen.origin6, to: Specimen.host6, transport, inner)
        }
        #expect(try decode(Gateway.ipv4(.ipInIP, Self.v4), .raw) == decode(Self.v4, .raw))
        #expect(try decode(Gateway.ipv4(.ipv6InIP, Self.v6), .raw) == decode(Self.v6, .raw))
        #expect(try decode(outer6(.ipInIP, Self.v4), .raw) == decode(Self.v4, .raw))
        #expect(try decode(outer6(.ipv6InIP, Self.v6), .raw) == decode(Self.v6, .raw))
    }

    @Test("that names the wrong version leaves the packet around it, and is remarked")
    func wrongVersion() throws {
        for frame in [Gateway.ipv4(.ipInIP, Self.v6), Gateway.ipv4(.ipv6InIP, Self.v4 + Self.v4)] {
            #expect(try decode(frame, .raw).source == .v4(Gateway.near))
            #expect(try decode(frame, .raw).remarks == .innerUndecoded)
        }
    }

    @Test("is followed to the limit", arguments: [1, 2, UInt32(HeaderChain.maximumDepth) - 1])
    func nesting(_ depth: UInt32) throws {
        #expect(try decode(FrameBuilder.ethernet(ip: Self.nested(depth))) == decode(Self.v4, .raw))
    }

    @Test("beyond the limit leaves the last header reached, and is named", arguments: [16, 17, 40] as [UInt32])
    func tooDeep(_ depth: UInt32) throws {
        let packets = try chain(Self.nested(depth), .raw).packets
        #expect(packets.count == HeaderChain.maximumDepth)
        #expect(packets.last?.source == .v4(IPv4Address(rawValue: 0xC633_6400 + depth - 16)))
        #expect(tunnelNotFollowed(Self.nested(depth), .raw) == "nesting_depth")
    }

    @Test("gives every header on the way, the outermost first")
    func headers() throws {
        let frame = FrameBuilder.ethernet(ip: Self.nested(3))
        let sources = try chain(frame).packets.map(\.source)
        #expect(sources == [2, 1, 0].map { .v4(IPv4Address(rawValue: 0xC633_6400 + $0)) } + [.v4(Specimen.host)])
    }

    @Test(
        "that is recognised and not followed is named by its protocol",
        arguments: [(50, "esp"), (55, "ip_protocol_55"), (108, "ip_protocol_108")] as [(UInt8, String)])
    func notFollowed(_ number: UInt8, _ name: String) {
        let frame = Gateway.ipv4(TransportProtocol(rawValue: number), [UInt8](repeating: 9, count: 40))
        #expect(tunnelNotFollowed(frame, .raw) == name)
    }

    @Test("of ESP in UDP is named as in IP, and what its ends negotiate is not", arguments: [true, false])
    func espInDatagram(_ isToPort: Bool) throws {
        let name = { (data: [UInt8]) in
            let datagram = FrameBuilder.udp(from: isToPort ? 50_000 : 4_500, to: isToPort ? 4_500 : 50_000, data)
            return tunnelNotFollowed(Gateway.ipv4(.udp, datagram), .raw)
        }
        #expect(name([0, 0, 0, 1, 0, 0, 0, 1] + [UInt8](repeating: 9, count: 40)) == "esp")
        #expect(name([0, 0, 0, 0] + [UInt8](repeating: 9, count: 40)) == nil)
        #expect(name([0xFF]) == nil)
        #expect(name([]) == nil)
    }

    @Test("of LISP with a protocol of its own leads to what that is")
    func lispProtocols() throws {
        let decoded = { (number: UInt8, content: [UInt8]) in
            try decode(Gateway.udp(to: 4_341, [0x84, 0, 0, number, 0, 0, 0, 0] + content), .raw)
        }
        #expect(try decoded(1, Self.v4) == decode(Self.v4, .raw))
        #expect(try decoded(2, Self.v6) == decode(Self.v6, .raw))
        #expect(try decoded(3, FrameBuilder.ethernet(ip: Self.v4)) == decode(Self.v4, .raw))
        #expect(tunnelNotFollowed(Gateway.udp(to: 4_341, [0x84, 0, 0, 9, 0, 0, 0, 0]), .raw) == "lisp_9")
    }

    @Test("in UDP is told by its ports as the quick look tells it")
    func ports() {
        let either: Set<UInt16> = [1_701, 3_544, 4_500, 5_072, 5_247]
        let destinations: Set<UInt16> = either.union([
            2_152, 3_386, 4_341, 4_754, 4_789, 4_790, 6_080, 6_081, 6_635, 8_472, 37_008,
        ])
        for port in 0...UInt16.max {
            #expect(Tunnel.isTunnel(source: 50_000, destination: port) == destinations.contains(port))
            #expect(Tunnel.isTunnel(source: port, destination: 50_000) == either.contains(port))
        }
    }

    @Test("is not followed when the outermost header is asked for", arguments: RepresentativeFrame.all)
    func outermost(_ frame: RepresentativeFrame) throws {
        let packet = try decode(frame.bytes, frame.linkType, tunnels: .outermost)
        if packet.source == .v4(Gateway.near) {
            #expect(packet.destination == .v4(Gateway.far))
            #expect(packet.remarks.isEmpty)
        } else {
            #expect(try packet == decode(frame.packet, .raw, tunnels: .outermost))
        }
    }

    @Test("when the outermost header is asked for counts its whole content as payload")
    func outermostPayload() throws {
        let gre = FrameBuilder.gre(Self.v4)
        #expect(try decode(Gateway.ipv4(.gre, gre), .raw, tunnels: .outermost).payloadLength == UInt32(gre.count))
        let vxlan = FrameBuilder.vxlan(FrameBuilder.ethernet(ip: Self.v4))
        let packet = try decode(Gateway.udp(to: 4_789, vxlan), .raw, tunnels: .outermost)
        #expect(packet.payloadLength == UInt32(vxlan.count))
    }

    @Test("leads through other kinds of tunnels")
    func mixed() throws {
        let vxlan = Gateway.udp(to: 4_789, FrameBuilder.vxlan(FrameBuilder.ethernet(ip: Self.v6)))
        let gre = Gateway.ipv4(.gre, FrameBuilder.gre(flags: 0x2000, type: 0x0800, fields: [0, 0, 0, 1], vxlan))
        let gtpu = Gateway.udp(to: 2_152, FrameBuilder.gtpu(gre))
        let frame = FrameBuilder.ethernet(type: 0x8847, FrameBuilder.mpls(labels: 2, gtpu))
        #expect(try decode(frame) == decode(Self.v6, .raw))
    }

    @Test("damaged within leaves the innermost header that decodes")
    func damagedWithin() throws {
        let damaged = Gateway.ipv4(.gre, FrameBuilder.gre(Self.v4.setting(0, to: 0x44)))
        let packet = try decode(FrameBuilder.ethernet(ip: Self.nested(2, around: damaged)))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.transport == .gre)
        #expect(packet.remarks == .innerUndecoded)
    }

    @Test("in a later fragment is not looked for")
    func laterFragment() throws {
        let frame = FrameBuilder.ipv4(from: Gateway.near, to: Gateway.far, .ipInIP, Self.v4, fragment: 185)
        let packet = try decode(frame, .raw)
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks == .laterFragment)
    }

    @Test("in a first fragment leads to the packet in it, which counts as it states")
    func firstFragment() throws {
        let inner = Specimen.ipv4(.tcp, Specimen.segment + [UInt8](repeating: 0, count: 2_000))
        let frame = FrameBuilder.ipv4(
            from: Gateway.near, to: Gateway.far, .ipInIP, Array(inner[..<1_480]), fragment: 0x2000)
        let packet = try decode(frame, .raw)
        #expect(packet.source == .v4(Specimen.host))
        #expect(packet.length == 2_045)
        #expect(packet.remarks == .lengthMismatch)
    }

    @Test("of UDP-Lite is none")
    func udpLite() throws {
        let datagram = FrameBuilder.udp(from: 1, to: 4_789, FrameBuilder.vxlan(FrameBuilder.ethernet(ip: Self.v4)))
        #expect(try decode(Gateway.ipv4(.udpLite, datagram), .raw).source == .v4(Gateway.near))
    }
}
