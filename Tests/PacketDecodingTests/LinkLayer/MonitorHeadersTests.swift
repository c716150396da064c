import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A monitoring driver's header") struct MonitorHeadersTests {
    private static let frame = FrameBuilder.ieee80211(FrameBuilder.snap(ip: Specimen.ipv4))

    @Test("of Prism is read in either byte order", arguments: [true, false])
    func prism(_ bigEndian: Bool) throws {
        let frame = FrameBuilder.prism(bigEndian: bigEndian, Self.frame)
        #expect(try decode(frame, .prism) == decode(Specimen.ipv4, .raw))
    }

    @Test("of AVS is read under its own link type and in Prism's place", arguments: [LinkType.ieee80211AVS, .prism])
    func avs(_ linkType: LinkType) throws {
        #expect(try decode(FrameBuilder.avs(Self.frame), linkType) == decode(Specimen.ipv4, .raw))
    }

    @Test("of PPI leads to the link type it names")
    func ppi() throws {
        for (number, frame) in [
            (105, Self.frame), (1, FrameBuilder.ethernet(ip: Specimen.ipv4)), (101, Specimen.ipv4),
            (127, FrameBuilder.radiotap(Self.frame)),
        ] as [(UInt32, [UInt8])] {
            #expect(try decode(FrameBuilder.ppi(linkType: number, frame), .ppi) == decode(Specimen.ipv4, .raw))
        }
    }

    @Test("of PPI that names PPI or no 16-bit number is refused", arguments: [192, 0x1_0001] as [UInt32])
    func ppiInPPI(_ number: UInt32) {
        let error = failure(FrameBuilder.ppi(linkType: number, Self.frame), .ppi)
        #expect(error == DecodingError(.ppi, at: 0, .unsupported(number: number)))
        #expect(error?.reason.name == "ppi_\(number)")
    }

    @Test("of PPI that names a link type not decoded is reported where that frame begins")
    func ppiToUnknownLinkType() {
        let error = failure(FrameBuilder.ppi(linkType: 147, Self.frame), .ppi)
        #expect(error?.reason.name == "link_type_147")
        #expect(error?.offset == 16)
    }

    @Test("that claims under 8 bytes is refused")
    func length() {
        let prism = FrameBuilder.prism(Self.frame).setting(4, to: 7)
        #expect(failure(prism, .prism) == DecodingError(.prism, at: 0, .malformed(field: .length)))
        #expect(reason(prism, .prism) == "prism_length")
        #expect(reason(FrameBuilder.avs(Self.frame).setting(7, to: 7), .ieee80211AVS) == "avs_length")
        #expect(reason(FrameBuilder.ppi(linkType: 105, Self.frame).setting(2, to: 7), .ppi) == "ppi_length")
    }

    @Test("is cut below its own length")
    func cut() {
        for (linkType, frame, length, name) in [
            (.prism, FrameBuilder.prism([]), 144, "prism_cut"), (.ieee80211AVS, FrameBuilder.avs([]), 64, "avs_cut"),
            (.ppi, FrameBuilder.ppi(linkType: 105, []), 16, "ppi_cut"),
        ] as [(LinkType, [UInt8], Int, String)] {
            for present in 0..<length { #expect(reason(Array(frame[..<present]), linkType) == name) }
            #expect(reason(frame, linkType) == "ieee80211_cut")
        }
    }

    @Test("that claims gigabytes is cut, not followed")
    func hugeLength() {
        let frame = FrameBuilder.avs(Self.frame).setting(4, to: 0xFF)
        #expect(reason(frame, .ieee80211AVS) == "avs_cut")
    }
}
