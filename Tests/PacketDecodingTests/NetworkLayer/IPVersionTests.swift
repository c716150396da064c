import NetworkTypes
import PacketDecoding
import TestSupport
import Testing

@Suite("The version of an IP packet") struct IPVersionTests {
    @Test("other than 4 and 6 is refused", arguments: (0...15 as ClosedRange<UInt8>).filter { $0 != 4 && $0 != 6 })
    func version(_ version: UInt8) {
        let error = failure(Specimen.ipv4.setting(0, to: version << 4 | 5), .raw)
        #expect(error == DecodingError(.ip, at: 0, .malformed(field: .version)))
        #expect(error?.reason.name == "ip_version")
    }

    @Test("is cut off in an empty frame")
    func empty() {
        #expect(failure([], .raw) == DecodingError(.ip, at: 0, .cut(needed: 1, present: 0)))
        #expect(reason([], .raw) == "ip_cut")
    }
}
