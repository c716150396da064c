import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("An IPv6 header") struct IPv6HeaderTests {
    @Test("gives addresses, protocol and length")
    func fields() throws {
        let packet = try decode(Specimen.ipv6, .ipv6)
        #expect(packet.source == .v6(Specimen.host6))
        #expect(packet.destination == .v6(Specimen.origin6))
        #expect(packet.transport == .tcp)
        #expect(packet.length == 65)
        #expect(packet.payloadLength == 5)
        #expect(packet.remarks.isEmpty)
    }

    @Test("may have a traffic class and a flow label")
    func flowLabel() throws {
        let labelled = Specimen.ipv6.setting16(0, to: 0x6FFF).setting16(2, to: 0xFFFF)
        #expect(try decode(labelled, .raw) == decode(Specimen.ipv6, .raw))
    }

    @Test("rejects another version", arguments: [0, 4, 5, 7] as [UInt8])
    func version(_ version: UInt8) {
        let error = failure(FrameBuilder.ethernet(type: 0x86DD, Specimen.ipv6.setting(0, to: version << 4)))
        #expect(error == DecodingError(.ipv6, at: 14, .malformed(field: .version)))
        #expect(error?.reason.name == "ipv6_version")
    }

    @Test("without payload length is as long as its frame, and remarked")
    func payloadLengthZero() throws {
        let packet = try decode(Specimen.ipv6.setting16(4, to: 0), .raw)
        #expect(packet.length == 40)
        #expect(packet.payloadLength == 5)
        #expect(packet.remarks == .lengthNotStated)
    }

    @Test("of a jumbogram leads past the option that states its length")
    func jumbogram() throws {
        let option: [UInt8] = [6, 0, 0xC2, 4, 0, 0, 0, 33]
        let frame = Specimen.ipv6(TransportProtocol(rawValue: 0), option + Specimen.segment).setting16(4, to: 0)
        let packet = try decode(frame, .raw)
        #expect(packet.transport == .tcp)
        #expect(packet.payloadLength == 5)
        #expect(packet.remarks == .lengthNotStated)
    }

    @Test("counts as stated when it claims more than the frame had, and is remarked")
    func payloadLengthAboveTheFrame() throws {
        let packet = try decode(FrameBuilder.ethernet(ip: Specimen.ipv6.setting16(4, to: 1_460)))
        #expect(packet.length == 1_500)
        #expect(packet.payloadLength == 1_440)
        #expect(packet.remarks == .lengthMismatch)
    }

    @Test("ends the packet where its length says")
    func padding() throws {
        #expect(try decode(Specimen.ipv6 + [1, 2, 3], .raw).payloadLength == 5)
    }

    @Test("of an empty packet with no next header has no payload")
    func noNextHeader() throws {
        let frame = FrameBuilder.ethernet(ip: Specimen.ipv6(.noNextHeader, []))
        #expect(try decode(frame).remarks.isEmpty)
        #expect(try decode(frame).payloadLength == 0)
    }

    @Test("of an empty packet with no next header has no payload where Ethernet pads the frame")
    func noNextHeaderPadded() throws {
        let padded = FrameBuilder.ethernet(ip: Specimen.ipv6(.noNextHeader, [])) + [0, 0, 0, 0, 0, 0]
        let payloadLength = try decode(padded).payloadLength
        #expect(payloadLength == 0)
    }

    @Test("is cut below 40 bytes", arguments: 0..<40)
    func cut(_ length: Int) {
        let error = failure(Array(Specimen.ipv6[..<length]), .ipv6)
        #expect(error == DecodingError(.ipv6, at: 0, .cut(needed: 40, present: length)))
        #expect(error?.reason.name == "ipv6_cut")
    }
}
