import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A Teredo datagram") struct TeredoHeaderTests {
    private static let (authentication, origin) = (FrameBuilder.teredoAuthentication, FrameBuilder.teredoOrigin)

    @Test(
        "leads to IPv6 behind every set of indicators, from or to its port",
        arguments: [[], authentication, origin, authentication + origin])
    func indicators(_ indicators: [UInt8]) throws {
        let content = indicators + Specimen.ipv6
        #expect(try decode(Gateway.udp(to: 3_544, content), .raw) == decode(Specimen.ipv6, .raw))
        #expect(try decode(Gateway.udp(from: 3_544, to: 9, content), .raw) == decode(Specimen.ipv6, .raw))
    }

    @Test("that is a bubble leads to its addresses")
    func bubble() throws {
        let packet = try decode(Gateway.udp(to: 3_544, Specimen.ipv6(.noNextHeader, [])), .raw)
        #expect(packet.source == .v6(Specimen.host6))
        #expect(packet.transport == .noNextHeader)
        #expect(packet.length == 40)
        #expect(packet.payloadLength == 0)
    }

    @Test("that carries no IPv6 leaves the packet around it, and is remarked")
    func otherContent() throws {
        for content in [Specimen.ipv4, [], [0], [0, 1], [0, 1, 255, 255, 9], Self.origin] as [[UInt8]] {
            let packet = try decode(Gateway.udp(to: 3_544, content), .raw)
            #expect(packet.source == .v4(Gateway.near))
            #expect(packet.remarks == .innerUndecoded)
        }
    }

    @Test("that is cut leaves the packet around it, and is remarked")
    func cut() throws {
        let content = Self.authentication + Self.origin + Specimen.ipv6
        for length in 0..<Self.authentication.count + Self.origin.count + 40 {
            let packet = try decode(Gateway.udp(to: 3_544, Array(content[..<length])), .raw)
            #expect(packet.source == .v4(Gateway.near))
            #expect(packet.remarks == .innerUndecoded)
        }
    }
}
