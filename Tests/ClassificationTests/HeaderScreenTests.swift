import ByteInput
import Foundation
import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation
import Watchlist

@testable import Classification
@testable import PacketCapture

/// The short way and the decoder must give one answer: the same observations, the same account of every frame.
@Suite("The header screen")
struct HeaderScreenTests {
    enum Listed: CaseIterable {
        case addresses
        case prefixes
        /// Lists whose screen lies beyond the near caches, so that records are looked up ahead.
        case manyAddresses
        case manyPrefixes

        /// Made once for all cases: the long lists take seconds.
        var watchlist: Watchlist { Self.watchlists[self] ?? Watchlist([WatchlistEntry]()) }

        private static let watchlists = Dictionary(
            uniqueKeysWithValues: allCases.map { listed in
                let prefixes = listed.texts.compactMap { IPPrefix.parse($0.utf8)?.prefix }
                return (listed, Watchlist(prefixes.map { WatchlistEntry(prefix: $0) }))
            })

        private var texts: [String] {
            switch self {
            case .addresses: ["192.0.2.5", "198.51.100.7", "203.0.113.9"]
            case .prefixes: ["192.0.2.0/26", "198.51.100.7", "2001:db8:bad::/48", "203.0.113.9"]
            case .manyAddresses: Self.addresses.texts + Self.others
            case .manyPrefixes: Self.prefixes.texts + Self.others
            }
        }

        private static var others: [String] { (0..<50_000).map { "11.0.\($0 >> 8).\($0 & 255)" } }
    }

    /// Of 12,000 frames between 950 and 2,900 are passed over, by kind of capture, give or take 40 with the seed: so many
    /// show that the short way is taken, whatever the seed.
    private static let fewestPassed = 600

    static func rules(_ tunnels: TunnelPolicy) -> CountingRules {
        CountingRules(
            internalNetworks: .defaultInternal, tunnels: tunnels,
            tunnelPeers: PrefixSet([IPPrefix.parse("8.8.8.0/24".utf8)?.prefix].compactMap { $0 }))
    }

    /// Random frames at one a second, of which now and then some come late, an hour before.
    private func capture(
        _ random: inout SeededGenerator, linkType: LinkType = .ethernet, snapLength: Int = 200
    ) -> [UInt8] {
        var capture = PcapWriter(linkType: linkType, snapLength: snapLength)
        for number in 0..<12_000 {
            let second = Int64(number) - (number % 997 < 3 && number > 4_000 ? 3_600 : 0)
            let frame = RandomFrame.next(&random, linkType)
            capture.add(frame, at: Timestamp(nanoseconds: second * 1_000_000_000))
        }
        return capture.bytes
    }

    @Test(
        "agrees with the decoder on random and mutated frames, before there are frames of them and after",
        arguments: TunnelPolicy.allCases, Listed.allCases)
    func agreement(tunnels: TunnelPolicy, listed: Listed) throws {
        var random = SeededGenerator()
        #expect(try passedOver(capture(&random), listed.watchlist, tunnels) > Self.fewestPassed)
    }

    @Test(
        "agrees with the decoder on blocks of every kind, before there are frames of them and after",
        arguments: MixedBlocks.Kind.allCases, Listed.allCases)
    func agreement(blocks: MixedBlocks.Kind, listed: Listed) throws {
        var random = SeededGenerator()
        let capture = MixedBlocks.capture(blocks, frames: 12_000, &random) { RandomFrame.next(&$0, .ethernet) }
        let passed = try passedOver(capture, listed.watchlist, .innermost)
        #expect(blocks.areCommon ? passed > Self.fewestPassed : passed == 0)
    }

    /// Compares both ways on a capture with the decoder.
    ///
    /// - Returns: over how many frames the filter passes before there are frames of them.
    private func passedOver(_ capture: [UInt8], _ watchlist: Watchlist, _ tunnels: TunnelPolicy) throws -> Int {
        let input = OpenedInput(name: "random", bytes: capture)
        let reference = try reference(input, watchlist, tunnels)
        var framesMade: [Int] = []
        for isFiltered in [false, true] {
            var classifier = Classifier(watchlist: watchlist, rules: Self.rules(tunnels))
            var log = SightingLog()
            var reader = try CaptureFileReader(input, isKnown: LinkHeader.isKnown)
            framesMade.append(0)
            while try isFiltered ? reader.nextBatch(filteredBy: &classifier) : reader.nextBatch() {
                #expect(isFiltered || !reader.batch.isFiltered)
                framesMade[framesMade.count - 1] += reader.batch.frames.count
                classifier.classify(reader.batch, into: &log)
            }
            #expect(log.observations == reference.log.observations)
            #expect(classifier.ledger.accounts == reference.accounts)
            #expect(classifier.seenCount == 12_000)
        }
        return framesMade[0] - framesMade[1]
    }
}

extension HeaderScreenTests {
    private func reference(
        _ input: OpenedInput, _ watchlist: Watchlist, _ tunnels: TunnelPolicy
    ) throws -> ReferenceClassifier {
        var reference = ReferenceClassifier(watchlist: watchlist, rules: Self.rules(tunnels))
        var reader = try CaptureFileReader(input, isKnown: LinkHeader.isKnown)
        while try reader.nextBatch() { reference.classify(reader.batch) }
        #expect(reference.log.observations.count > 500)
        return reference
    }

    @Test(
        "agrees with the decoder where libpcap lends packets, in batches of any number",
        arguments: [LinkType.ethernet, .linuxSLL, .linuxSLL2, .raw],
        TunnelPolicy.allCases.flatMap { [($0, Listed.addresses), ($0, Listed.prefixes)] })
    func lentPackets(linkType: LinkType, settings: (tunnels: TunnelPolicy, listed: Listed)) throws {
        var random = SeededGenerator()
        let (tunnels, listed) = settings
        let bytes = capture(&random, linkType: linkType, snapLength: 70)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("lent-\(UUID().uuidString).pcap")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let watchlist = listed.watchlist
        let reference = try reference(OpenedInput(name: "random", bytes: bytes), watchlist, tunnels)
        var classifier = Classifier(watchlist: watchlist, rules: Self.rules(tunnels))
        var log = SightingLog()
        var batch = FrameBatch()
        batch.bytes = Array(repeating: 0, count: FrameList.capacity * 70)
        let handle = try PcapHandle.activate(file: file.path)
        var (passed, cut) = (0, 0)
        while true {
            let limit = Int.random(in: 1...FrameList.capacity, using: &random)
            let intake = handle.takePackets(atMost: limit, from: .min, into: &batch, filteredBy: &classifier)
            guard intake.status > 0 else { break }
            classifier.classify(batch, into: &log)
            (passed, cut) = (passed + intake.passed, cut + intake.cut)
        }
        #expect(passed > Self.fewestPassed && cut > 100)
        #expect(log.observations == reference.log.observations)
        #expect(classifier.ledger.accounts == reference.accounts)
        #expect(classifier.seenCount == 12_000)
    }
}

/// Frames of which many take the short way, some have listed addresses, some are tunnels, and some are damaged.
private enum RandomFrame {
    /// A frame of Ethernet, or what another link layer makes of its packet.
    static func next(_ random: inout SeededGenerator, _ linkType: LinkType) -> [UInt8] {
        let frame = next(&random)
        guard linkType != .ethernet, frame.count >= 14 else { return frame }
        let (type, packet) = (UInt16(frame[12]) << 8 | UInt16(frame[13]), Array(frame[14...]))
        let isNetlink = Int.random(in: 0..<50, using: &random) == 0
        switch linkType {
        case .linuxSLL:
            let cooked = FrameBuilder.linuxSLL(protocol: type, packet)
            return isNetlink ? Array(cooked[..<2]) + [3, 56] + Array(cooked[4...]) : cooked
        case .linuxSLL2:
            let cooked = FrameBuilder.linuxSLL2(protocol: type, packet)
            return isNetlink ? Array(cooked[..<8]) + [3, 56] + Array(cooked[10...]) : cooked
        default: return packet
        }
    }

    private static func next(_ random: inout SeededGenerator) -> [UInt8] {
        var frame = framed(packet(&random, depth: 0), &random)
        if Int.random(in: 0..<3, using: &random) == 0 {
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                frame[Int.random(in: 12..<min(frame.count, 70), using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
        }
        if Int.random(in: 0..<8, using: &random) == 0 {
            frame = Array(frame.prefix(Int.random(in: 0...60, using: &random)))
        }
        return frame
    }

    private static func framed(_ packet: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let type = FrameBuilder.etherType(of: packet)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return FrameBuilder.ethernet(type: 0x8100, FrameBuilder.vlan(7, type: type, packet))
        case 1:
            let inner = FrameBuilder.vlan(7, type: type, packet)
            return FrameBuilder.ethernet(type: 0x88A8, FrameBuilder.vlan(9, type: 0x8100, inner))
        default: return FrameBuilder.ethernet(ip: packet)
        }
    }

    private static func packet(_ random: inout SeededGenerator, depth: Int) -> [UInt8] {
        let isIPv6 = Int.random(in: 0..<4, using: &random) == 0
        let ends = isIPv6 ? (address6(&random), address6(&random)) : (address4(&random), address4(&random))
        let (transport, payload) = content(&random, depth: depth)
        let packet = FrameBuilder.ip(from: ends.0, to: ends.1, transport, payload)
        return Int.random(in: 0..<6, using: &random) == 0 ? routed(packet, transport, &random) : packet
    }

    /// The packet with a source route, or behind a routing header.
    private static func routed(
        _ packet: [UInt8], _ transport: TransportProtocol, _ random: inout SeededGenerator
    ) -> [UInt8] {
        var hop = WireBytes()
        guard packet[0] >> 4 == 6 else {
            if case .v4(let address) = address4(&random) { hop.append32(address.rawValue) }
            let option = [131, 7, [4, 8].randomElement(using: &random) ?? 4] + hop.bytes + [0]
            let length = UInt16(packet.count + 8)
            return [0x47, 0, UInt8(length >> 8), UInt8(length & 0xFF)] + packet[4..<20] + option + packet[20...]
        }
        if case .v6(let address) = address6(&random) { hop.append128(address.rawValue) }
        let header = [transport.rawValue, 2, [0, 4].randomElement(using: &random) ?? 0, 1, 0, 0, 0, 0] + hop.bytes
        let length = UInt16(packet.count - 40 + 24)
        return packet[..<4] + [UInt8(length >> 8), UInt8(length & 0xFF), 43] + packet[7..<40] + header + packet[40...]
    }

    private static func content(
        _ random: inout SeededGenerator, depth: Int
    ) -> (TransportProtocol, [UInt8]) {
        let data = [UInt8](repeating: 1, count: Int.random(in: 0...40, using: &random))
        switch Int.random(in: 0..<(depth < 2 ? 9 : 6), using: &random) {
        case 0, 1, 2: return (.tcp, FrameBuilder.tcp(from: 50_000, to: 443, [.ack], data))
        case 3:
            let ports: [UInt16] = [53, 443, 1_700, 1_701, 3_544, 5_247, 8_472, 8_473, 37_008, 50_000]
            return (
                .udp,
                FrameBuilder.udp(
                    from: ports.randomElement(using: &random) ?? 1, to: ports.randomElement(using: &random) ?? 1, data)
            )
        case 4: return (.icmp, FrameBuilder.icmp(type: 8, data))
        case 5: return (TransportProtocol(rawValue: UInt8.random(in: 0...255, using: &random)), data)
        case 6: return (TransportProtocol(rawValue: 47), FrameBuilder.gre(packet(&random, depth: depth + 1)))
        case 7:
            let inner = FrameBuilder.ethernet(ip: packet(&random, depth: depth + 1))
            return (.udp, FrameBuilder.udp(from: 1, to: 4_789, [8, 0, 0, 0, 0, 0, 1, 0] + inner))
        default: return (TransportProtocol(rawValue: 4), packet(&random, depth: depth + 1))
        }
    }

    private static func address4(_ random: inout SeededGenerator) -> IPAddress {
        let choices: [UInt32] = [
            0x0A00_0001, 0x0A00_0002, 0xC0A8_0101, 0xC000_0205, 0xC000_02F0, 0xC633_6407, 0xC633_6408, 0xCB00_7109,
            0x0808_0808, random.next().isMultiple(of: 2) ? 0x0102_0304 : 0xDEAD_BEEF,
        ]
        return .v4(IPv4Address(rawValue: choices[Int.random(in: 0..<choices.count, using: &random)]))
    }

    private static func address6(_ random: inout SeededGenerator) -> IPAddress {
        let choices: [UInt128] = [
            0xFD00 << 112 | 1, 0xFE80 << 112 | 2, 0x2001_0DB8_0BAD << 80 | 7, 0x2001_0DB8_0BAE << 80 | 7,
            0x2A00 << 112 | 9, 0x0064_FF9B << 96 | 0xC633_6407, 0xFFFF << 32 | 0xC000_0205,
            0x0064_FF9B << 96 | 0x0808_0808, 0xFFFF << 32 | 0x0A00_0001,
        ]
        return .v6(IPv6Address(rawValue: choices[Int.random(in: 0..<choices.count, using: &random)]))
    }
}
