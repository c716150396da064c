import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("An IPv6 extension header") struct IPv6ExtensionTests {
    @Test("leads to the transport behind it", arguments: ExtensionHeader.allCases)
    func single(_ header: ExtensionHeader) throws {
        let packet = try decode(FrameBuilder.ipv6([header], .tcp, Specimen.segment), .raw)
        #expect(packet.transport == .tcp)
        #expect(packet.destinationPort == 443)
        #expect(packet.payloadLength == 5)
        #expect(packet.remarks.isEmpty)
    }

    @Test("stands before and behind every other", arguments: ExtensionHeader.allCases, ExtensionHeader.allCases)
    func pairs(_ first: ExtensionHeader, _ second: ExtensionHeader) throws {
        let packet = try decode(FrameBuilder.ipv6([first, second], .udp, FrameBuilder.udp(from: 9, to: 7, [1])), .raw)
        #expect(packet.transport == .udp)
        #expect(packet.destinationPort == 7)
        #expect(packet.remarks.isEmpty)
    }

    @Test("stands in any order among all the others")
    func everyOrder() throws {
        let headers: [ExtensionHeader] = [
            .hopByHopOptions, .destinationOptions, .routing, .fragment, .authentication, .mobility,
        ]
        for order in permutations(of: headers) {
            let packet = try decode(FrameBuilder.ipv6(order, .tcp, Specimen.segment), .raw)
            #expect(packet.transport == .tcp && packet.payloadLength == 5 && packet.remarks.isEmpty)
        }
    }

    @Test("is followed to the limit of 32, and remarked when there are too many")
    func depth() throws {
        let stacked = { (count: Int) throws in
            try decode(
                FrameBuilder.ipv6(Array(repeating: .destinationOptions, count: count), .tcp, Specimen.segment), .raw)
        }
        #expect(try stacked(30).destinationPort == 443)
        #expect(try stacked(30).remarks.isEmpty)
        let atTheLimit = try stacked(32)
        #expect(atTheLimit.destinationPort == 443)
        #expect(atTheLimit.remarks.isEmpty)
        #expect(try stacked(33).remarks == .transportIncomplete)
        #expect(try stacked(33).source == .v6(Specimen.host6))
    }

    @Test("that leads beyond its packet leaves the addresses, and is remarked")
    func tooLong() throws {
        for header in ExtensionHeader.allCases where header != .fragment {
            let transport = TransportProtocol(rawValue: header.rawValue)
            let frame = Specimen.ipv6(transport, header.bytes(next: 6).setting(1, to: 50) + Specimen.segment)
            let packet = try decode(frame, .raw)
            #expect(packet.source == .v6(Specimen.host6))
            #expect(packet.transport == transport)
            #expect(packet.remarks == .transportIncomplete)
        }
    }

    @Test("that is cut off leaves the addresses, and is remarked", arguments: ExtensionHeader.allCases)
    func cut(_ header: ExtensionHeader) throws {
        let whole = FrameBuilder.ipv6([header], .tcp, Specimen.segment)
        for length in 40..<42 {
            let packet = try decode(Array(whole[..<length]), .raw, originalLength: whole.count)
            #expect(packet.destination == .v6(Specimen.origin6))
            #expect(packet.length == UInt32(whole.count))
            #expect(packet.remarks == .transportIncomplete)
        }
    }

    @Test("of Mobility, Host Identity or Shim6 is what a packet carries that ends there", arguments: [135, 139, 140])
    func message(_ number: UInt8) throws {
        let transport = TransportProtocol(rawValue: number)
        let update: [UInt8] = [59, 1] + [UInt8](repeating: 5, count: 14)
        let packet = try decode(Specimen.ipv6(transport, update), .raw)
        #expect(packet.transport == transport)
        #expect(packet.payloadLength == 16)
        #expect(packet.remarks.isEmpty)
        let followed = try decode(Specimen.ipv6(transport, update.setting(0, to: 6) + Specimen.segment), .raw)
        #expect(followed.transport == .tcp && followed.destinationPort == 443)
    }

    @Test("of encrypted payload ends the walk")
    func encrypted() throws {
        let packet = try decode(FrameBuilder.ipv6([.hopByHopOptions], .esp, [UInt8](repeating: 6, count: 32)), .raw)
        #expect(packet.transport == .esp)
        #expect(packet.sourcePort == 0)
        #expect(packet.payloadLength == 32)
    }

    private func permutations(of headers: [ExtensionHeader]) -> [[ExtensionHeader]] {
        guard !headers.isEmpty else { return [[]] }
        return headers.indices.flatMap { index in
            var rest = headers
            let first = rest.remove(at: index)
            return permutations(of: rest).map { [first] + $0 }
        }
    }
}

@Suite("A fragment of an IPv6 packet") struct IPv6FragmentTests {
    private static let fragment = TransportProtocol(rawValue: 44)

    @Test("that is the first has ports")
    func first() throws {
        let datagram = FrameBuilder.udp(from: 5_000, to: 53, [UInt8](repeating: 1, count: 3_000))
        let content = FrameBuilder.fragment(offset: 0, more: true, next: .udp, Array(datagram[..<1_448]))
        let packet = try decode(Specimen.ipv6(Self.fragment, content), .raw)
        #expect(packet.destinationPort == 53)
        #expect(packet.payloadLength == 1_440)
        #expect(packet.remarks.isEmpty)
    }

    @Test("that is a later one has neither ports nor payload", arguments: [true, false])
    func later(_ more: Bool) throws {
        let content = FrameBuilder.fragment(offset: 181, more: more, next: .udp, [UInt8](repeating: 0x35, count: 24))
        let packet = try decode(Specimen.ipv6(Self.fragment, content), .raw)
        #expect(packet.transport == .udp)
        #expect(packet.destinationPort == 0)
        #expect(packet.payloadLength == 0)
        #expect(packet.remarks == .laterFragment)
    }

    @Test("that is a later one hides the extension headers behind it")
    func laterWithExtension() throws {
        let next = TransportProtocol(rawValue: 60)
        let content = FrameBuilder.fragment(offset: 2, more: false, next: next, [6, 0, 0, 0, 0, 0, 0, 0])
        let packet = try decode(Specimen.ipv6(Self.fragment, content), .raw)
        #expect(packet.transport == next)
        #expect(packet.payloadLength == 0)
    }

    @Test("is cut below 8 bytes of its header", arguments: 0..<8)
    func cut(_ length: Int) throws {
        let content = FrameBuilder.fragment(offset: 0, more: false, next: .tcp, Specimen.segment)
        let whole = Specimen.ipv6(Self.fragment, content)
        let packet = try decode(Array(whole[..<(40 + length)]), .raw, originalLength: whole.count)
        #expect(packet.remarks == .transportIncomplete)
        #expect(packet.transport == Self.fragment)
    }
}
