import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@Suite("Prefix set")
struct PrefixSetTests {
    private func set(_ texts: String...) -> PrefixSet {
        PrefixSet(texts.compactMap { IPPrefix.parse($0.utf8)?.prefix })
    }

    private func contains(_ set: PrefixSet, _ text: String) -> Bool? {
        IPAddress(parsing: text.utf8).map { set.contains($0) }
    }

    @Test("without prefixes holds nothing")
    func empty() {
        #expect(set().isEmpty)
        #expect(contains(set(), "0.0.0.0") == false)
        #expect(contains(set(), "::") == false)
    }

    @Test("holds the first and the last address of a block and neither neighbour")
    func bounds() {
        let both = set("10.0.0.0/8", "2001:db8::/32")
        #expect(!both.isEmpty)
        for inside in ["10.0.0.0", "10.255.255.255", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"] {
            #expect(contains(both, inside) == true, "\(inside)")
        }
        for outside in ["9.255.255.255", "11.0.0.0", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"] {
            #expect(contains(both, outside) == false, "\(outside)")
        }
    }

    @Test("keeps the versions apart, for a block of everything too")
    func versions() {
        let allV4 = set("0.0.0.0/0", "255.255.255.255", "1.0.0.0/8")
        #expect(contains(allV4, "0.0.0.0") == true)
        #expect(contains(allV4, "255.255.255.255") == true)
        #expect(contains(allV4, "::1") == false)
        #expect(contains(allV4, "::ffff:10.0.0.1") == false)
        let allV6 = set("::/0", "ffff::/16")
        #expect(contains(allV6, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff") == true)
        #expect(contains(allV6, "10.0.0.1") == false)
    }

    @Test("answers as a matcher that asks every prefix, on random overlapping, nested and touching blocks")
    func naive() {
        var random = SeededGenerator()
        for _ in 0..<200 {
            let v4 = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                IPv4Block(first: .random(in: 0...UInt32.max, using: &random), &random)
            }
            let v6 = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                IPv6Block(first: .random(in: 0...UInt128.max, using: &random), &random)
            }
            let set = PrefixSet(v4.compactMap(\.prefix) + v6.compactMap(\.prefix))
            for value in v4.flatMap(\.edges) + (0..<20).map({ _ in UInt32.random(in: 0...UInt32.max, using: &random) })
            {
                #expect(set.contains(IPv4Address(rawValue: value)) == v4.contains { $0.contains(value) })
            }
            for value in v6.flatMap(\.edges) {
                #expect(set.contains(IPv6Address(rawValue: value)) == v6.contains { $0.contains(value) })
            }
        }
    }

    @Test("of internal networks holds private, shared, unique local and link-local addresses only")
    func defaultInternal() {
        for inside in [
            "10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255",
            "100.64.0.0", "100.127.255.255", "169.254.0.0", "169.254.255.255", "fc00::", "fd12::1", "fe80::1",
            "febf::1",
        ] {
            #expect(contains(.defaultInternal, inside) == true, "\(inside)")
        }
        for outside in [
            "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
            "100.63.255.255", "100.128.0.0", "169.253.255.255", "169.255.0.0", "127.0.0.1", "fbff::1", "fe00::1",
            "fec0::1", "2001:db8::1", "::1",
        ] {
            #expect(contains(.defaultInternal, outside) == false, "\(outside)")
        }
    }
}

/// A block as plain arithmetic has it, without prefixes; long blocks and neighbours are frequent.
private struct IPv4Block {
    let first: UInt32
    let last: UInt32
    let prefix: IPPrefix?

    init(first value: UInt32, _ random: inout SeededGenerator) {
        // A narrow space of first octets makes blocks overlap.
        let value = value & 0x0707_FFFF
        let length = Int.random(in: 0...32, using: &random)
        let size = UInt64(1) << UInt64(32 - length)
        first = UInt32(UInt64(value) / size * size)
        last = UInt32(UInt64(first) + size - 1)
        prefix = IPPrefix(.v4(IPv4Address(rawValue: value)), length: length)
    }

    func contains(_ value: UInt32) -> Bool { first <= value && value <= last }
    var edges: [UInt32] { [first, last, first &- 1, last &+ 1] }
}

private struct IPv6Block {
    let first: UInt128
    let last: UInt128
    let prefix: IPPrefix?

    init(first value: UInt128, _ random: inout SeededGenerator) {
        let value = value & (0x0007 << 112 | UInt128.max >> 64)
        let length = Int.random(in: 1...128, using: &random)
        let size = UInt128(1) << UInt128(128 - length)
        first = value / size * size
        last = first + (size - 1)
        prefix = IPPrefix(.v6(IPv6Address(rawValue: value)), length: length)
    }

    func contains(_ value: UInt128) -> Bool { first <= value && value <= last }
    var edges: [UInt128] { [first, last, first &- 1, last &+ 1] }
}
