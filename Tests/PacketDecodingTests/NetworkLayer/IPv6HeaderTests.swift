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

    @Test("without payload length has ports and no payload, and is remarked")
    func payloadLengthZero() throws {
        let packet = try decode(Specimen.ipv6.setting16(4, to: 0), .raw)
        #expect(packet.length == 40)
        #expect(packet.destinationPort == 443)
        #expect(packet.payloadLength == 0)
        #expect(packet.remarks == .lengthNotStated)
    }

    @Test("without payload length takes padding for nothing", arguments: [6, 17, 253] as [UInt8])
    func padding(_ transport: UInt8) throws {
        let padded = FrameBuilder.ethernet(
            ip: Specimen.ipv6(TransportProtocol(rawValue: transport), [1, 2, 3, 4, 5, 6]).setting16(4, to: 0))
        let packet = try decode(padded)
        #expect(packet.payloadLength == 0 && packet.sourcePort == 0)
        #expect(packet.remarks == [.lengthNotStated, .transportIncomplete])
    }

    @Test("without payload length counts what UDP states of itself")
    func statedByUDP() throws {
        let packet = try decode(
            Specimen.ipv6(.udp, FrameBuilder.udp(from: 1, to: 2, [1, 2, 3])).setting16(4, to: 0), .raw)
        #expect(packet.payloadLength == 3)
    }

    /// A packet whose length stands in an option, behind others.
    private static func jumbogram(_ length: UInt32, before: [UInt8] = [0, 0]) -> [UInt8] {
        var option = WireBytes([6, 1] + before + [0xC2, 4])
        option.append32(length)
        let padding = [UInt8](repeating: 0, count: 16 - option.bytes.count)
        return Specimen.ipv6(TransportProtocol(rawValue: 0), option.bytes + padding + Specimen.segment)
            .setting16(4, to: 0)
    }

    @Test(
        "of a jumbogram has the length that its option states", arguments: [[0, 0], [1, 4, 9, 9, 9, 9]] as [[UInt8]])
    func jumbogram(_ before: [UInt8]) throws {
        let packet = try decode(Self.jumbogram(100_000, before: before), .raw, originalLength: 100_040)
        #expect(packet.length == 100_040)
        #expect(packet.payloadLength == 100_000 - 16 - 20)
        #expect(packet.remarks.isEmpty)
    }

    @Test("of a jumbogram that claims more than its frame counts what the frame had, and is remarked")
    func jumbogramAboveTheFrame() throws {
        let packet = try decode(Self.jumbogram(4_000_000_000), .raw, originalLength: 70_000)
        #expect(packet.length == 70_000)
        #expect(packet.remarks == .lengthMismatch)
    }

    @Test("of a jumbogram within what the header could state has the length that its option states")
    func smallJumbogram() throws {
        let whole = Self.jumbogram(16 + UInt32(Specimen.segment.count))
        let packet = try decode(whole + [1, 2, 3], .raw)
        #expect(packet.length == UInt32(whole.count))
        #expect(packet.payloadLength == UInt32(Specimen.segment.count - 20))
        #expect(packet.remarks.isEmpty)
    }

    @Test("of a jumbogram that states nothing is 40 bytes long")
    func emptyJumbogram() throws {
        let packet = try decode(Self.jumbogram(0), .raw)
        #expect(packet.length == 40)
        #expect(packet.payloadLength == 0)
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
