import ByteInput
import CensusModel
import NetworkTypes
import PacketCapture
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation
import Watchlist

@testable import Classification

@Suite("A packet that is routed by its source") struct RoutedPacketTests {
    private func routed4(_ route: [UInt8], to destination: String = "198.51.100.1") throws -> [UInt8] {
        guard case .v4(let source) = try address("10.1.2.3"), case .v4(let target) = try address(destination) else {
            return []
        }
        return FrameBuilder.ethernet(
            ip: FrameBuilder.ipv4(from: source, to: target, .tcp, Specimen.segment, options: route))
    }

    @Test("counts by a hop that its source route still names", arguments: [131, 137] as [UInt8])
    func sourceRoute(_ type: UInt8) throws {
        let hops: [UInt8] = [192, 0, 2, 1, 203, 0, 113, 9]
        let route = { (pointer: UInt8) in [1, type, 11, pointer] + hops }
        #expect(try Classified([routed4(route(4))], [entry("203.0.113.9")]).pairs == ["10.1.2.3 > 203.0.113.9"])
        #expect(try Classified([routed4(route(8))], [entry("203.0.113.9")]).observations.count == 1)
        #expect(try Classified([routed4(route(8))], [entry("192.0.2.1")]).observations.isEmpty)
        #expect(try Classified([routed4(route(12))], [entry("203.0.113.9")]).observations.isEmpty)
        let both = try [entry("203.0.113.9"), entry("192.0.2.1")]
        #expect(try Classified([routed4(route(4))], both).pairs == ["10.1.2.3 > 192.0.2.1"])
        let all = try both + [entry("198.51.100.1")]
        #expect(try Classified([routed4(route(4))], all).pairs == ["10.1.2.3 > 198.51.100.1"])
    }

    @Test("to a host of ours is not asked further")
    func internalDestination() throws {
        let route: [UInt8] = [131, 7, 4, 203, 0, 113, 9, 0]
        #expect(try Classified([routed4(route, to: "10.0.0.9")], [entry("203.0.113.9")]).observations.isEmpty)
    }

    @Test("with a malformed route counts by its destination alone")
    func malformed() throws {
        let routes: [[UInt8]] = [
            [131, 0, 4, 203, 0, 113, 9, 0], [131, 2, 4, 203], [131, 7, 0, 203, 0, 113, 9, 0],
            [131, 40, 4, 203, 0, 113, 9, 0],
            [0, 131, 7, 4, 203, 0, 113, 9], [131, 6, 4, 203, 0, 113, 9, 0], [1, 1, 1, 131],
            [131, 7, 255, 203, 0, 113, 9, 0],
        ]
        for route in routes {
            #expect(try Classified([routed4(route)], [entry("203.0.113.9")]).observations.isEmpty, "\(route)")
        }
    }

    /// Behind a routing header with two addresses.
    private func routed6(type: UInt8, left: UInt8, _ first: String, _ second: String) throws -> [UInt8] {
        var header = WireBytes([6, 4, type, left, 1, 0, 0, 0])
        for text in [first, second] {
            if case .v6(let address) = try address(text) { header.append128(address.rawValue) }
        }
        let source = "fd00::3"
        return FrameBuilder.ethernet(
            ip: try packet(
                source, "2001:db8:1::1", TransportProtocol(rawValue: 43), header.bytes + Specimen.segment))
    }

    @Test("counts by a hop that its routing header still names, in the order of travel")
    func routingHeader() throws {
        let (one, two) = ("2001:db8:2::2", "2001:db8:bad::8")
        let found = { (type: UInt8, left: UInt8, entries: [String]) in
            try Classified([routed6(type: type, left: left, one, two)], entries.map { try entry($0) })
                .observations.first.map { "\($0.origin)" }
        }
        #expect(try found(0, 2, [two]) == two)
        #expect(try found(0, 2, [one, two]) == one)
        #expect(try found(0, 1, [one]) == nil)
        #expect(try found(0, 0, [one, two]) == nil)
        // Segment routing has the last segment first.
        #expect(try found(4, 2, [one, two]) == two)
        #expect(try found(4, 1, [one, two]) == one)
        #expect(try found(4, 1, [two]) == nil)
        #expect(try found(4, 0, [one, two]) == nil)
        #expect(try found(0, 200, [one, two]) == one)
        #expect(try found(3, 2, [one, two]) == one)
        #expect(try found(3, 1, [one]) == nil)
        #expect(try found(253, 2, [one, two]) == nil)
    }
}

extension RoutedPacketTests {
    @Test("counts by a hop whose first bytes are those of the destination")
    func shortenedRoutingHeader() throws {
        // Of two addresses the first leaves out fifteen bytes, the last fourteen; five bytes of padding.
        let header: [UInt8] = [6, 1, 3, 2, 0xFE, 0x50, 0, 0, 2, 0xAB, 0xCD, 0, 0, 0, 0, 0]
        let frame = FrameBuilder.ethernet(
            ip: try packet(
                "fd00::3", "2001:db8:1::1", TransportProtocol(rawValue: 43), header + Specimen.segment))
        for (text, isFound) in [("2001:db8:1::2", true), ("2001:db8:1::abcd", true), ("2001:db8:1::ab", false)] {
            #expect(try Classified([frame], [entry(text)]).observations.count == (isFound ? 1 : 0), "\(text)")
        }
        let cut = Array(frame.prefix(14 + 40 + 9))
        #expect(try Classified([cut], [entry("2001:db8:1::abcd")]).observations.isEmpty)
    }
}
