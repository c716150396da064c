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

    @Test("of an aggregate leads to the first of its packets")
    func aggregate() throws {
        let first = FrameBuilder.subframe(Self.body)
        let second = FrameBuilder.subframe(FrameBuilder.snap(ip: Specimen.ipv6))
        let frame = FrameBuilder.ieee80211(WirelessOptions(qos: [0x80, 0]), first + second)
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
