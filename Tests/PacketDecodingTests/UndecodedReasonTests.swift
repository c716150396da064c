import NetworkTypes
import PacketDecoding
import Testing

@Suite("The name of a reason") struct UndecodedReasonTests {
    @Test("leaves out place and lengths, so that it can be counted")
    func countable() {
        let first = DecodingError(.ipv4, at: 14, .cut(needed: 20, present: 3)).reason
        let second = DecodingError(.ipv4, at: 18, .cut(needed: 20, present: 4)).reason
        #expect(first == second)
        #expect(first.name == "ipv4_cut")
    }

    @Test("says header and field, or header and number")
    func names() {
        #expect(DecodingError(.ipv4, at: 0, .malformed(field: .totalLength)).reason.name == "ipv4_total_length")
        #expect(DecodingError(.linkType, at: 0, .unsupported(number: 147)).reason.name == "link_type_147")
        #expect(DecodingError(.etherType, at: 0, .unsupported(number: 0x0807)).reason.name == "ethertype_0x0807")
        #expect(DecodingError(.gre, at: 0, .unsupported(number: 0x883E)).reason.name == "gre_0x883e")
        #expect(DecodingError(.ipProtocol, at: 0, .unsupported(number: 50)).reason.name == "esp")
        #expect(DecodingError(.etherType, at: 0, .notIP(.arp)).reason.name == "arp")
        #expect(DecodingError(.ppp, at: 0, .unsupported(number: 0x21)).reason.name == "ppp_0x0021")
    }

    @Test("of a remark is one for each")
    func remarks() {
        let names = DecodedPacket.Remarks.names
        #expect(Set(names.map(\.name)).count == names.count)
        #expect(names.reduce(into: DecodedPacket.Remarks()) { $0.insert($1.remark) }.rawValue == 0x3F)
    }
}
