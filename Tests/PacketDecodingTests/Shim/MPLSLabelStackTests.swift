import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A stack of MPLS labels") struct MPLSLabelStackTests {
    private static func frame(labels: Int = 1, type: UInt16 = 0x8847, _ payload: [UInt8]) -> [UInt8] {
        FrameBuilder.ethernet(type: type, FrameBuilder.mpls(labels: labels, payload))
    }

    @Test("of up to 32 labels leads to IP", arguments: [1, 2, 32], [0x8847, 0x8848] as [UInt16])
    func leadsToIP(_ labels: Int, _ type: UInt16) throws {
        #expect(try decode(Self.frame(labels: labels, type: type, Specimen.ipv4)) == decode(Specimen.ipv4, .raw))
        #expect(try decode(Self.frame(labels: labels, type: type, Specimen.ipv6)) == decode(Specimen.ipv6, .raw))
    }

    @Test("of 33 labels is refused")
    func depth() {
        let error = failure(Self.frame(labels: 33, Specimen.ipv4))
        #expect(error == DecodingError(.mpls, at: 14 + 32 * 4, .malformed(field: .depth)))
        #expect(error?.reason.name == "mpls_depth")
    }

    @Test("leads through a pseudowire's control word to Ethernet")
    func pseudowire() throws {
        let content = FrameBuilder.pseudowire(FrameBuilder.ethernet(ip: Specimen.ipv6))
        #expect(try decode(Self.frame(labels: 2, content)) == decode(Specimen.ipv6, .raw))
    }

    @Test(
        "leads to Ethernet without a control word, whatever the station's address begins with",
        arguments: UInt8.min...UInt8.max)
    func withoutControlWord(_ first: UInt8) throws {
        for packet in [Specimen.ipv4, Specimen.ipv6] {
            let inner = FrameBuilder.ethernet(ip: packet).setting(0, to: first)
            #expect(try decode(Self.frame(inner)) == decode(packet, .raw))
            let tagged = FrameBuilder.ethernet(
                type: 0x8100, FrameBuilder.vlan(9, type: FrameBuilder.etherType(of: packet), packet))
            #expect(try decode(Self.frame(tagged.setting(0, to: first))) == decode(packet, .raw))
        }
    }

    @Test("that carries an associated channel or the like is reported by its first bits")
    func unsupported() {
        #expect(reason(Self.frame([0x10, 0, 0, 0, 0, 0])) == "mpls_channel")
        #expect(reason(Self.frame([0xF0, 0, 0, 0, 0, 0])) == "mpls_15")
    }

    @Test("is cut in a label, behind the last, and in a control word")
    func cut() {
        let stack = FrameBuilder.mpls(labels: 2, [])
        for length in 0...stack.count {
            #expect(reason(FrameBuilder.ethernet(type: 0x8847, Array(stack[..<length]))) == "mpls_cut")
        }
        for length in 1..<4 { #expect(reason(Self.frame([UInt8](repeating: 0, count: length))) == "mpls_cut") }
    }
}
