import NetworkTypes
import Testing

@Suite("TCP flags")
struct TCPFlagsTests {
    @Test(
        "are written one letter a bit, a dot where it is clear",
        arguments: [
            (0x00, "........"), (0x01, ".......F"), (0x02, "......S."), (0x04, ".....R.."), (0x08, "....P..."),
            (0x10, "...A...."), (0x20, "..U....."), (0x40, ".E......"), (0x80, "C......."), (0x12, "...A..S."),
            (0x1B, "...AP.SF"), (0xFF, "CEUAPRSF"),
        ] as [(UInt8, String)])
    func description(header: UInt8, text: String) {
        #expect(TCPFlags(header: header).description == text)
    }

    @Test("keep the bits of every header, and add whether a SYN came with or without ACK")
    func packets() {
        for byte in UInt8.min...UInt8.max {
            let flags = TCPFlags(header: byte)
            #expect(UInt8(truncatingIfNeeded: flags.rawValue) == byte)
            #expect(flags.contains(.synOnlyPacket) == (byte & 0x12 == 0x02))
            #expect(flags.contains(.synAckPacket) == (byte & 0x12 == 0x12))
        }
    }

    @Test("still tell after a merge which SYN stood alone")
    func merge() {
        let apart = TCPFlags(header: 0x02).union(TCPFlags(header: 0x10))
        let together = TCPFlags(header: 0x12)
        #expect(apart.contains(.synOnlyPacket) && !apart.contains(.synAckPacket))
        #expect(together.contains(.synAckPacket) && !together.contains(.synOnlyPacket))
        #expect(apart.description == together.description)
    }
}
