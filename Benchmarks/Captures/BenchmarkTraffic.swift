import Foundation
import NetworkTypes
import TrafficSimulation

/// What the frames look like.
enum TrafficKind: String {
    /// 60 bytes, the least that Ethernet carries, 90 % IPv4 and 10 % IPv6.
    case minimum
    /// 60 bytes, all TCP on IPv4.
    case ipv4
    /// 60 bytes, all UDP on IPv4 to port 53 outside, from all ports that a system may choose.
    case udp
    /// 60, 594 and 1,514 bytes at 7 : 4 : 1, the same mix of versions. As with `minimum`, what matches is spread over
    /// 16,384 flows.
    case imix
    /// 60 bytes of IPv4, all with a listed address, over two million flows.
    case flows
    /// 60 bytes of IPv4, all with a listed address, over a day: 6,500,000 flows of 5,630,000 hosts.
    case census

    /// Nanoseconds from one frame to the next.
    var interval: Int64 { self == .census ? 13_200_000 : 1_000 }

    /// Among how many flows and hosts frames are spread that have a listed address.
    var population: (flows: Int, hosts: Int)? {
        switch self {
        case .flows: (2_000_000, 2_000_000)
        case .census: (6_500_000, 5_630_000)
        case .minimum, .ipv4, .udp, .imix: nil
        }
    }
}

/// How the addresses that are not listed are spread.
enum Distribution: String {
    case uniform
    /// A few are frequent and most are rare: the power law of real traffic.
    case heavy
    case sequential
    /// All from one block of 256 that holds a listed address too.
    case neighbours
    /// From the blocks of 256 of all listed addresses: what an opponent sends who has read the list. Every one passes the
    /// screen, and no branch is foreseen.
    case shadows
    /// From blocks of 256 that collide with a listed one in a bitmap of the screen's size, were its hash multiplied by the
    /// golden ratio: what an opponent sends who has read the program, if the hash were not seeded in every run.
    case colliding
}

/// Frames between hosts of 10.0.0.0/8 and addresses outside, at one a microsecond for most kinds.
struct BenchmarkTraffic {
    private let kind: TrafficKind
    private let matching: Int
    private let distribution: Distribution
    private let listed: [UInt32]
    private let list: BenchmarkList
    private var random = SeededGenerator(seed: 2_013)
    private var sequence: UInt32 = 0x0B00_0000
    /// Blocks of 256 that the distribution `colliding` draws from.
    private let colliding: [UInt32]

    init(kind: TrafficKind, matching: Int, distribution: Distribution, list: BenchmarkList) {
        self.kind = kind
        self.matching = matching
        self.distribution = distribution
        self.list = list
        listed = list.addresses
        colliding = distribution == .colliding ? list.collidingBlocks : []
    }

    mutating func write(frames: Int, to path: String) throws {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        guard let file = FileHandle(forWritingAtPath: path) else { throw CocoaError(.fileNoSuchFile) }
        // Pieces are captures of their own without the header of 24 bytes, which only the first one keeps.
        let pieceLength = 20_000
        for start in stride(from: 0, to: frames, by: pieceLength) {
            var piece = PcapWriter(linkType: .ethernet)
            for number in start..<min(frames, start + pieceLength) {
                let time = 1_370_041_000_000_000_000 + Int64(number) * kind.interval
                piece.add(frame(number), at: Timestamp(nanoseconds: time))
            }
            try file.write(contentsOf: start == 0 ? Data(piece.bytes) : Data(piece.bytes.dropFirst(24)))
        }
    }

    private mutating func frame(_ number: Int) -> [UInt8] {
        let isListed = kind.population != nil || Int.random(in: 0..<1_000, using: &random) < matching
        let length =
            kind == .imix ? [60, 60, 60, 60, 60, 60, 60, 594, 594, 594, 594, 1_514][number % 12] : 60
        let host = UInt32.random(in: 0..<65_536, using: &random)
        let isIPv6 = (kind == .minimum || kind == .imix) && number % 10 == 9
        if isIPv6 { return ipv6(host, length: max(length, 62)) }
        if kind == .udp { return query(from: host, to: other(), length: length) }
        guard isListed else { return ipv4(host, other(), length: length, fromHost: random.next() & 1 == 0) }
        let flow = kind.population.map { number % $0.flows } ?? Int(random.next() % 16_384)
        let member = flow % (kind.population?.hosts ?? .max)
        return ipv4(
            UInt32(member), listed[flow * 7_919 % listed.count], length: length, fromHost: random.next() & 1 == 0)
    }

    private func ipv4(_ host: UInt32, _ outside: UInt32, length: Int, fromHost: Bool) -> [UInt8] {
        let ends = (IPv4Address(rawValue: 0x0A00_0000 + host), IPv4Address(rawValue: outside))
        let payload = [UInt8](repeating: 0, count: length - 14 - 20 - 20)
        let segment = FrameBuilder.tcp(from: fromHost ? 50_000 : 443, to: fromHost ? 443 : 50_000, .ack, payload)
        let packet =
            fromHost
            ? FrameBuilder.ipv4(from: ends.0, to: ends.1, .tcp, segment)
            : FrameBuilder.ipv4(from: ends.1, to: ends.0, .tcp, segment)
        return FrameBuilder.ethernet(type: 0x0800, packet)
    }

    private mutating func query(from host: UInt32, to outside: UInt32, length: Int) -> [UInt8] {
        let payload = [UInt8](repeating: 0, count: length - 14 - 20 - 8)
        let segment = FrameBuilder.udp(from: UInt16.random(in: 1_024 ... .max, using: &random), to: 53, payload)
        let packet = FrameBuilder.ipv4(
            from: IPv4Address(rawValue: 0x0A00_0000 + host), to: IPv4Address(rawValue: outside), .udp, segment)
        return FrameBuilder.ethernet(type: 0x0800, packet)
    }

    private mutating func ipv6(_ host: UInt32, length: Int) -> [UInt8] {
        let payload = [UInt8](repeating: 0, count: length - 14 - 40 - 8)
        let outside = UInt128(0x2A00_0000 | random.next() & 0x00FF_FFFF) << 96 | UInt128(random.next())
        let packet = FrameBuilder.ipv6(
            from: IPv6Address(rawValue: 0xFD00 << 112 | UInt128(host)), to: IPv6Address(rawValue: outside), .udp,
            FrameBuilder.udp(from: 50_000, to: 443, payload))
        return FrameBuilder.ethernet(type: 0x86DD, packet)
    }

    /// An address that no entry names.
    private mutating func other() -> UInt32 {
        while true {
            let address = candidate()
            if !list.names(address, orTouches: distribution != .neighbours && distribution != .shadows) {
                return address
            }
        }
    }

    private mutating func candidate() -> UInt32 {
        switch distribution {
        case .uniform: return publicAddress(&random)
        case .heavy:
            var rank = SeededGenerator(seed: UInt64(pow(1_000_000, Double.random(in: 0..<1, using: &random))))
            return publicAddress(&rank)
        case .sequential:
            sequence = sequence >= 0xDF00_0000 ? 0x0B00_0000 : sequence + 1
            return sequence
        case .neighbours: return listed[0] & 0xFFFF_FF00 | UInt32(random.next() & 0xFF)
        case .shadows:
            return listed[Int(random.next() % UInt64(listed.count))] & 0xFFFF_FF00 | UInt32(random.next() & 0xFF)
        case .colliding:
            return colliding[Int(random.next() % UInt64(colliding.count))] << 8 | UInt32(random.next() & 0xFF)
        }
    }
}
