import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A loopback header") struct NullHeaderTests {
    @Test("of family 2 leads to IPv4 in either byte order", arguments: [true, false])
    func ipv4(_ littleEndian: Bool) throws {
        let frame = FrameBuilder.null(family: 2, littleEndian: littleEndian, Specimen.ipv4)
        #expect(try decode(frame, .null) == decode(Specimen.ipv4, .raw))
    }

    @Test(
        "of any system's IPv6 family leads to IPv6 in either byte order",
        arguments: [10, 24, 28, 30] as [UInt32], [true, false])
    func ipv6(_ family: UInt32, _ littleEndian: Bool) throws {
        let frame = FrameBuilder.null(family: family, littleEndian: littleEndian, Specimen.ipv6)
        #expect(try decode(frame, .null) == decode(Specimen.ipv6, .raw))
    }

    @Test("of OpenBSD is read in network order", arguments: [2, 24] as [UInt32])
    func loop(_ family: UInt32) throws {
        let packet = family == 2 ? Specimen.ipv4 : Specimen.ipv6
        let frame = FrameBuilder.null(family: family, littleEndian: false, packet)
        #expect(try decode(frame, .loop) == decode(packet, .raw))
    }

    @Test("of OpenBSD in the wrong order is refused")
    func loopInTheWrongOrder() {
        let frame = FrameBuilder.null(family: 2, littleEndian: true, Specimen.ipv4)
        #expect(reason(frame, .loop) == "loop_33554432")
    }

    @Test("of another family is reported by its number", arguments: [true, false])
    func otherFamily(_ littleEndian: Bool) {
        #expect(reason(FrameBuilder.null(family: 7, littleEndian: littleEndian, Specimen.ipv4), .null) == "null_7")
    }

    @Test("is cut below 4 bytes", arguments: 0..<4)
    func cut(_ length: Int) {
        let bytes = [UInt8](repeating: 0, count: length)
        #expect(failure(bytes, .null) == DecodingError(.null, at: 0, .cut(needed: 4, present: length)))
        #expect(reason(bytes, .null) == "null_cut")
        #expect(reason(bytes, .loop) == "loop_cut")
    }
}
