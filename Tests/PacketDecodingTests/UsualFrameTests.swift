import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import PacketDecoding

/// The short way through usual headers must give what the long way gives, remarks and all.
@Suite("A usual frame") struct UsualFrameTests {
    private static let ends = (
        IPv4Address(rawValue: 0x0A00_0001), IPv4Address(rawValue: 0xC633_6407)
    )

    /// TCP or UDP in IPv4 in Ethernet, with a payload of 0 to 40 bytes and sometimes a tail of padding.
    private func frame(_ random: inout SeededGenerator) -> [UInt8] {
        let payload = [UInt8](repeating: 7, count: Int.random(in: 0...40, using: &random))
        let isTCP = Bool.random(using: &random)
        let ports: [UInt16] = [53, 443, 4_789, 2_152, 3_544, 6_081]
        let port = ports.randomElement(using: &random) ?? 53
        let segment =
            isTCP
            ? FrameBuilder.tcp(from: 50_000, to: port, [.ack], payload)
            : FrameBuilder.udp(from: 50_000, to: port, payload)
        let packet = FrameBuilder.ipv4(from: Self.ends.0, to: Self.ends.1, isTCP ? .tcp : .udp, segment)
        return FrameBuilder.ethernet(type: 0x0800, packet)
            + [UInt8](repeating: 0, count: Bool.random(using: &random) ? 6 : 0)
    }

    private func mutated(_ frame: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var frame = frame
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            frame[Int.random(in: 12..<min(frame.count, 54), using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        return Int.random(in: 0..<4, using: &random) == 0
            ? Array(frame.prefix(Int.random(in: 0...frame.count, using: &random))) : frame
    }

    @Test("is decoded at once as it is header by header", arguments: TunnelPolicy.allCases)
    func agreement(tunnels: TunnelPolicy) throws {
        var random = SeededGenerator()
        var usual = 0
        for _ in 0..<30_000 {
            let frame = mutated(frame(&random), &random)
            let originalLength = frame.count + Int.random(in: 0...8, using: &random)
            let atOnce = UsualFrame.packet(
                frame.span, originalLength: originalLength, followsTunnels: tunnels == .innermost)
            guard let atOnce else { continue }
            usual += 1
            let (packets, end) = try chain(frame, originalLength: originalLength, tunnels: tunnels)
            #expect(packets == [DecodedPacket(atOnce)] && end == .complete, "\(frame)")
        }
        #expect(usual > 8_000)
    }
}
