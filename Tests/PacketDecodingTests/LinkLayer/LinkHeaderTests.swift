import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A link type") struct LinkHeaderTests {
    @Test("of raw IP takes either version", arguments: [LinkType.raw, .rawDLT12, .rawDLT14])
    func raw(_ linkType: LinkType) throws {
        #expect(try decode(Specimen.ipv4, linkType).source == .v4(Specimen.host))
        #expect(try decode(Specimen.ipv6, linkType).source == .v6(Specimen.host6))
    }

    @Test("of one version of IP refuses the other")
    func oneVersion() {
        #expect(reason(Specimen.ipv6, .ipv4) == "ipv4_version")
        #expect(reason(Specimen.ipv4, .ipv6) == "ipv6_version")
    }

    @Test("that is not decoded is reported by its number", arguments: [2, 147, 195, 228 + 256, 65_535] as [UInt16])
    func unsupported(_ number: UInt16) {
        let linkType = LinkType(rawValue: number)
        #expect(!LinkHeader.isKnown(linkType))
        #expect(reason(Specimen.ipv4, linkType) == "link_type_\(number)")
    }

    @Test("that is known is decoded", arguments: RepresentativeFrame.all)
    func known(_ frame: RepresentativeFrame) {
        #expect(LinkHeader.isKnown(frame.linkType))
    }

    @Test("is known exactly when it is decoded")
    func knownExactlyWhenDecoded() {
        for number in 0...UInt16.max {
            let linkType = LinkType(rawValue: number)
            #expect(LinkHeader.isKnown(linkType) == (failure([], linkType)?.header != .linkType))
        }
    }
}
