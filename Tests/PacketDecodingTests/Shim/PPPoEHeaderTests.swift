import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A PPPoE session header") struct PPPoEHeaderTests {
    private static let session = FrameBuilder.pppoe(FrameBuilder.ppp(0x0021, Specimen.ipv4))

    @Test("leads to PPP, behind Ethernet and as a link type of its own")
    func leadsToPPP() throws {
        #expect(try decode(FrameBuilder.ethernet(type: 0x8864, Self.session)) == decode(Specimen.ipv4, .raw))
        #expect(try decode(Self.session, .pppEther) == decode(Specimen.ipv4, .raw))
    }

    @Test("ends the packet where its length says, not where the padding ends")
    func length() throws {
        let packet = Specimen.ipv4.setting16(2, to: 0)
        let padded = FrameBuilder.pppoe(FrameBuilder.ppp(0x0021, packet)) + [0, 0, 0]
        #expect(try decode(padded, .pppEther).payloadLength == 5)
    }

    @Test("whose length ends within PPP's is cut")
    func shortLength() {
        let frame = FrameBuilder.pppoe(length: 1, FrameBuilder.ppp(0x0021, Specimen.ipv4))
        #expect(failure(frame, .pppEther) == DecodingError(.ppp, at: 6, .cut(needed: 2, present: 1)))
    }

    @Test("of another version or type is refused", arguments: [0x01, 0x10, 0x12, 0x21] as [UInt8])
    func version(_ value: UInt8) {
        #expect(reason(Self.session.setting(0, to: value), .pppEther) == "pppoe_version")
    }

    @Test("with a code is refused", arguments: [0x09, 0xA7] as [UInt8])
    func code(_ value: UInt8) {
        let error = failure(Self.session.setting(1, to: value), .pppEther)
        #expect(error == DecodingError(.pppoe, at: 0, .malformed(field: .code)))
        #expect(error?.reason.name == "pppoe_code")
    }

    @Test("is cut below 6 bytes", arguments: 0..<6)
    func cut(_ length: Int) {
        let error = failure(Array(Self.session[..<length]), .pppEther)
        #expect(error == DecodingError(.pppoe, at: 0, .cut(needed: 6, present: length)))
        #expect(error?.reason.name == "pppoe_cut")
    }
}
