import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("An ICMP message") struct ICMPHeaderTests {
    @Test("is an error by its type, and quotes a packet")
    func errors() throws {
        let errors: Set<UInt8> = [3, 4, 5, 11, 12]
        for type in 0...UInt8.max {
            let packet = try decode(Specimen.ipv4(.icmp, FrameBuilder.icmp(type: type, Specimen.ipv4)), .raw)
            #expect((packet.quote?.source == .v4(Specimen.host)) == errors.contains(type))
            #expect((packet.quote?.destination == .v4(Specimen.origin)) == errors.contains(type))
            #expect(packet.remarks.isEmpty)
            if errors.contains(type) { #expect(packet.roles.isEmpty) }
        }
    }

    @Test("of version 6 is an error when its type is below 128")
    func errors6() throws {
        for type in 0...UInt8.max {
            let packet = try decode(Specimen.ipv6(.icmpv6, FrameBuilder.icmp(type: type, Specimen.ipv6)), .raw)
            #expect((packet.quote?.destination == .v6(Specimen.origin6)) == (type < 128))
        }
    }

    @Test("quotes nothing where the quote is cut, or of the other version")
    func noQuote() throws {
        for quote in [Array(Specimen.ipv4[..<19]), Specimen.ipv6, []] {
            #expect(try decode(Specimen.ipv4(.icmp, FrameBuilder.icmp(type: 3, quote)), .raw).quote == nil)
        }
        for quote in [Array(Specimen.ipv6[..<39]), Specimen.ipv4, []] {
            #expect(try decode(Specimen.ipv6(.icmpv6, FrameBuilder.icmp(type: 1, quote)), .raw).quote == nil)
        }
    }

    @Test("opens with a request, and answers and refuses with a reply")
    func roles() throws {
        for type in [8, 13, 15, 17, 42] as [UInt8] {
            #expect(try decode(Specimen.ipv4(.icmp, FrameBuilder.icmp(type: type)), .raw).roles == .opening)
        }
        for type in [0, 14, 16, 18, 43] as [UInt8] {
            #expect(try decode(Specimen.ipv4(.icmp, FrameBuilder.icmp(type: type)), .raw).roles == [.answer, .refusal])
        }
        for type in [128, 139, 160] as [UInt8] {
            #expect(try decode(Specimen.ipv6(.icmpv6, FrameBuilder.icmp(type: type)), .raw).roles == .opening)
        }
        for type in [129, 140, 161] as [UInt8] {
            let packet = try decode(Specimen.ipv6(.icmpv6, FrameBuilder.icmp(type: type)), .raw)
            #expect(packet.roles == [.answer, .refusal])
        }
    }

    @Test("carries no payload, and has no ports")
    func payload() throws {
        let packet = try decode(Specimen.ipv4(.icmp, FrameBuilder.icmp(type: 8, [1, 2, 3, 4])), .raw)
        #expect(packet.payloadLength == 0)
        #expect(packet.sourcePort == 0)
        #expect(packet.destinationPort == 0)
        #expect(packet.length == 32)
    }

    @Test("is not taken for the flow that it quotes")
    func quoted() throws {
        let packet = try decode(Specimen.ipv4(.icmp, FrameBuilder.icmp(type: 3, code: 1, Gateway.ipv4(.tcp, []))), .raw)
        #expect(packet.source == .v4(Specimen.host))
    }

    @Test("without its type counts as an error, and is remarked", arguments: [TransportProtocol.icmp, .icmpv6])
    func cut(_ transport: TransportProtocol) throws {
        let packet = try decode(Specimen.ipv4(transport, []), .raw)
        #expect(packet.roles == .refusal)
        #expect(packet.remarks == .transportIncomplete)
    }
}

@Suite("A protocol without a header known here") struct OtherTransportTests {
    @Test("has no ports, and is payload all through", arguments: [2, 50, 89, 103, 112, 255] as [UInt8])
    func payload(_ number: UInt8) throws {
        let transport = TransportProtocol(rawValue: number)
        let packet = try decode(Specimen.ipv4(transport, [UInt8](repeating: 9, count: 30)), .raw)
        #expect(packet.transport == transport)
        #expect(packet.sourcePort == 0)
        #expect(packet.payloadLength == 30)
        #expect(packet.remarks.isEmpty)
    }
}
