import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("An LLC header") struct LLCHeaderTests {
    @Test("with SNAP leads by its type", arguments: [[0, 0, 0], [0, 0, 0xF8]] as [[UInt8]])
    func snap(_ organisation: [UInt8]) throws {
        let llc = FrameBuilder.snap(organisation: organisation, type: 0x86DD, Specimen.ipv6)
        #expect(try decode(FrameBuilder.ethernet(llc: llc)) == decode(Specimen.ipv6, .raw))
    }

    @Test("with the access point of IP leads to IPv4")
    func accessPoint() throws {
        let frame = FrameBuilder.ethernet(llc: [0x06, 0x06, 0x03] + Specimen.ipv4)
        #expect(try decode(frame) == decode(Specimen.ipv4, .raw))
    }

    @Test(
        "that carries something else is reported by kind or organisation",
        arguments: [
            ([0x42, 0x42, 0x03], "stp"), ([0xFE, 0xFE, 0x03, 0x83], "osi"), ([0xFE, 0xFE, 0x13], "osi"),
            ([0xFF, 0xFF, 0x00], "ipx"), ([0xE0, 0xE0, 0x03], "ipx"), ([0xF0, 0xF0, 0x03], "netbios"),
            ([0xAA, 0xAA, 0x13], "llc"),  // no unnumbered information
            ([0xAA, 0x06, 0x03], "llc"),  // two access points that differ
            ([0x04, 0x04, 0x03], "llc"), ([0xAA, 0xAA, 0x03, 0x00, 0x00, 0x0C], "cisco"),
            ([0xAA, 0xAA, 0x03, 0x08, 0x00, 0x07], "appletalk"),
            ([0xAA, 0xAA, 0x03, 0x00, 0x80, 0xC2, 0x00, 0x0E], "stp"),
            ([0xAA, 0xAA, 0x03, 0x00, 0x80, 0xC2, 0x00, 0x02], "llc_32962"),
            ([0xAA, 0xAA, 0x03, 0x00, 0x00, 0x0D], "llc_13"), ([0xFE, 0xFE, 0x03, 0x05], "llc_5"),
        ] as [([UInt8], String)])
    func unsupported(_ start: [UInt8], _ name: String) {
        #expect(reason(FrameBuilder.ethernet(llc: start + [UInt8](repeating: 0, count: 40))) == name)
    }

    @Test("is cut below 3 bytes, with SNAP below 8", arguments: 0..<8)
    func cut(_ length: Int) {
        let llc = Array(FrameBuilder.snap(ip: Specimen.ipv4)[..<length])
        let needed = length < 3 ? 3 : 8
        let error = failure(FrameBuilder.ethernet(llc: llc))
        #expect(error == DecodingError(.llc, at: 14, .cut(needed: needed, present: length)))
        #expect(error?.reason.name == "llc_cut")
    }

    @Test("is cut where the length field ends it, whatever follows")
    func cutByItsLength() {
        let frame = FrameBuilder.ethernet(length: 7, llc: FrameBuilder.snap(ip: Specimen.ipv4))
        #expect(failure(frame) == DecodingError(.llc, at: 14, .cut(needed: 8, present: 7)))
    }
}
