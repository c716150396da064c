import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("An 802.11 header") struct IEEE80211HeaderTests {
    private static let body = FrameBuilder.snap(ip: Specimen.ipv4)

    @Test("of every shape leads to LLC", arguments: [false, true], [nil, [0, 0]] as [[UInt8]?])
    func shapes(_ hasFourthAddress: Bool, _ qos: [UInt8]?) throws {
        for hasHTControl in qos == nil ? [false] : [false, true] {
            let options = WirelessOptions(hasFourthAddress: hasFourthAddress, qos: qos, hasHTControl: hasHTControl)
            let frame = FrameBuilder.ieee80211(options, Self.body)
            #expect(try decode(frame, .ieee80211) == decode(Specimen.ipv4, .raw))
        }
    }

    @Test("without QoS control has no HT control, whatever its order bit says")
    func orderBit() throws {
        let frame = FrameBuilder.ieee80211(WirelessOptions(flags: 0x81), Self.body)
        #expect(try decode(frame, .ieee80211) == decode(Specimen.ipv4, .raw))
    }

    private static let otherBody = FrameBuilder.snap(ip: Specimen.ipv6)

    /// Subframes as they follow one another, padded to 32 bits.
    private static func aggregate(_ bodies: [[UInt8]]) -> [UInt8] {
        let subframes = bodies.map { body in
            let subframe = FrameBuilder.subframe(body)
            return subframe + [UInt8](repeating: 0, count: -subframe.count & 3)
        }
        return FrameBuilder.ieee80211(WirelessOptions(qos: [0x80, 0]), subframes.flatMap { $0 })
    }

    @Test("of an aggregate leads to each of its packets")
    func aggregate() throws {
        let frame = Self.aggregate([Self.body, Self.otherBody, Self.body])
        let expected = try [decode(Specimen.ipv4, .raw), decode(Specimen.ipv6, .raw), decode(Specimen.ipv4, .raw)]
        let (packets, end) = try chain(frame, .ieee80211)
        #expect(packets == expected)
        #expect(end == .complete)
    }

    @Test("of an aggregate passes over what holds no IP, and remarks what is damaged")
    func aggregateOfOthers() throws {
        let arp = [0xAA, 0xAA, 3, 0, 0, 0, 0x08, 0x06, 0, 1, 8, 0] as [UInt8]
        let (packets, end) = try chain(Self.aggregate([arp, Self.otherBody]), .ieee80211)
        #expect(try packets == [decode(Specimen.ipv6, .raw)])
        #expect(end == .complete)
        #expect(reason(Self.aggregate([arp, arp]), .ieee80211) == "arp")
        let damaged = FrameBuilder.snap(ip: Specimen.ipv4.setting(0, to: 0x44))
        for frame in [Self.aggregate([damaged, Self.body]), Self.aggregate([Self.body, damaged])] {
            let (packets, end) = try chain(frame, .ieee80211)
            #expect(try packets == [decode(Specimen.ipv4, .raw)])
            #expect(end == .undecoded)
        }
    }

    @Test("of an aggregate in a tunnel says what stands behind the first packet")
    func aggregateInTunnel() throws {
        let aggregate = Self.aggregate([Self.body, Self.otherBody])
        let frame = Gateway.ipv4(.gre, FrameBuilder.gre(flags: 0, type: 0x8200, aggregate))
        var chain = try FrameDecoder(tunnels: .innermost).chain(frame.span, linkType: .raw, originalLength: frame.count)
        var places: [HeaderChain.Place] = []
        while chain.next(frame.span) != nil { places.append(chain.place) }
        #expect(places == [.inside, .firstOfAggregate, .laterOfAggregate])
    }

    @Test("of an aggregate is followed to a limit")
    func aggregateLimit() throws {
        let frame = Self.aggregate(Array(repeating: Self.body, count: 80))
        #expect(try chain(frame, .ieee80211).packets.count == HeaderChain.maximumAggregate)
    }

    @Test("in a mesh is followed by the control field", arguments: [(0, 0), (1, 6), (2, 12)] as [(UInt8, Int)])
    func mesh(_ flags: UInt8, _ addresses: Int) throws {
        let control = [flags, 31, 1, 0, 0, 0] + [UInt8](repeating: 5, count: addresses)
        for direction in [2, 3] as [UInt8] {
            let options = WirelessOptions(flags: direction, hasFourthAddress: direction == 3, qos: [0, 1])
            let frame = FrameBuilder.ieee80211(options, control + Self.body)
            #expect(try decode(frame, .ieee80211) == decode(Specimen.ipv4, .raw))
            // An access point's frame may have the same bit of QoS control set, and no such field.
            #expect(try decode(FrameBuilder.ieee80211(options, Self.body), .ieee80211) == decode(Specimen.ipv4, .raw))
        }
        let aggregate = WirelessOptions(hasFourthAddress: true, qos: [0x80, 1])
        let frame = FrameBuilder.ieee80211(aggregate, FrameBuilder.subframe(control + Self.body))
        #expect(try decode(frame, .ieee80211) == decode(Specimen.ipv4, .raw))
    }

    @Test("of an aggregate ends the packet where the first of them ends")
    func aggregateLength() throws {
        let first = FrameBuilder.subframe(FrameBuilder.snap(ip: Specimen.ipv4.setting16(2, to: 0)))
        let frame = FrameBuilder.ieee80211(WirelessOptions(qos: [0x80, 0]), first + first)
        #expect(try decode(frame, .ieee80211).payloadLength == 5)
    }

    @Test("of a protected frame is refused")
    func protected() {
        let error = failure(FrameBuilder.ieee80211(WirelessOptions(flags: 0x41), Self.body), .ieee80211)
        #expect(error == DecodingError(.ieee80211, at: 0, .malformed(field: .protected)))
        #expect(error?.reason.name == "ieee80211_protected")
    }

    @Test(
        "of a frame that carries no data is reported by kind",
        arguments: [
            (0x48, "ieee80211_null"), (0xC8, "ieee80211_null"), (0x80, "ieee80211_management"),
            (0xD4, "ieee80211_control"),
            (0x0C, "ieee80211_control"),
        ] as [(UInt8, String)])
    func unsupported(_ control: UInt8, _ name: String) {
        #expect(reason(FrameBuilder.ieee80211(WirelessOptions(control: control), Self.body), .ieee80211) == name)
    }

    @Test("of another version is refused", arguments: 1...3 as ClosedRange<UInt8>)
    func version(_ version: UInt8) {
        let frame = FrameBuilder.ieee80211(WirelessOptions(control: 0x08 | version), Self.body)
        #expect(reason(frame, .ieee80211) == "ieee80211_version")
    }

    @Test("of a later fragment begins no packet")
    func laterFragment() {
        let frame = FrameBuilder.ieee80211(WirelessOptions(flags: 0x05, fragmentNumber: 1), Self.body)
        #expect(failure(frame, .ieee80211) != nil)
    }

    @Test("is cut where its bytes end")
    func cut() {
        let options = WirelessOptions(hasFourthAddress: true, qos: [0x80, 0], hasHTControl: true)
        let frame = FrameBuilder.ieee80211(options, FrameBuilder.subframe(Self.body))
        for length in 0..<36 + 14 {
            #expect(reason(Array(frame[..<length]), .ieee80211) == "ieee80211_cut")
        }
    }
}
