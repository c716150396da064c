import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A radiotap header") struct RadiotapHeaderTests {
    private static let body = FrameBuilder.snap(ip: Specimen.ipv4)
    private static let bare = FrameBuilder.ieee80211(WirelessOptions(qos: [0, 0]), body)
    private static let padded = FrameBuilder.ieee80211(WirelessOptions(qos: [0, 0], padding: 2), body)
    private static let dataPadding: UInt8 = 0x20
    private static let timeStamp = [UInt8](repeating: 0x20, count: 8)

    @Test("leads to an 802.11 frame, whatever fields it has")
    func leadsToIEEE80211() throws {
        for (presence, fields) in [
            ([0], []), ([1 << 0], Self.timeStamp), ([1 << 1], [0]), ([0x03], Self.timeStamp + [0]),
            ([1 << 2], [Self.dataPadding]), ([0x8000_0000, 0], [Self.dataPadding]),
        ] as [([UInt32], [UInt8])] {
            let frame = FrameBuilder.radiotap(presence: presence, fields: fields, Self.bare)
            #expect(try decode(frame, .radiotap) == decode(Specimen.ipv4, .raw))
        }
    }

    @Test(
        "whose flags say so leads over padding between header and data",
        arguments: [
            ([1 << 1], [dataPadding]),
            ([0x03], timeStamp + [dataPadding]),
            ([0x8000_0002, 0], [dataPadding]),
            // The time stamp is aligned to 8 bytes from the header's first.
            ([0x8000_0003, 0], [0, 0, 0, 0] + timeStamp + [dataPadding]),
            ([0x8000_0003, 0x8000_0000, 0], timeStamp + [dataPadding]),
        ] as [([UInt32], [UInt8])])
    func paddedData(_ presence: [UInt32], _ fields: [UInt8]) throws {
        let frame = FrameBuilder.radiotap(presence: presence, fields: fields, Self.padded)
        #expect(try decode(frame, .radiotap) == decode(Specimen.ipv4, .raw))
    }

    @Test("whose padding flag is set needs none where the header fills 32 bits")
    func noPaddingNeeded() throws {
        let frame = FrameBuilder.radiotap(presence: [2], fields: [Self.dataPadding], FrameBuilder.ieee80211(Self.body))
        #expect(try decode(frame, .radiotap) == decode(Specimen.ipv4, .raw))
    }

    @Test("that announces flags behind its own end is read without them")
    func flagsBeyondTheEnd() throws {
        for presence in [[2], [0x8000_0002], [0x03]] as [[UInt32]] {
            let frame = FrameBuilder.radiotap(presence: presence, Self.bare)
            #expect(try decode(frame, .radiotap) == decode(Specimen.ipv4, .raw))
        }
    }

    @Test("of another version is refused")
    func version() {
        #expect(reason(FrameBuilder.radiotap(Self.bare).setting(0, to: 1), .radiotap) == "radiotap_version")
    }

    @Test("of under 8 bytes is refused", arguments: 0..<8 as Range<UInt8>)
    func length(_ length: UInt8) {
        #expect(reason(FrameBuilder.radiotap(Self.bare).setting(2, to: length), .radiotap) == "radiotap_length")
    }

    @Test("is cut below its own length")
    func cut() {
        let frame = FrameBuilder.radiotap(presence: [1], fields: Self.timeStamp, Self.bare)
        for length in 0..<16 {
            let needed = length < 8 ? 8 : 16
            let error = failure(Array(frame[..<length]), .radiotap)
            #expect(error == DecodingError(.radiotap, at: 0, .cut(needed: needed, present: length)))
        }
    }
}
