import NetworkTypes

/// Traffic that matches nothing: with addresses abroad that no entry names, within the network, in transit, with the other
/// ports of listed origins, and frames without IP.
struct Background {
    private let hosts: HostSpace
    private let outsiders: Outsiders
    /// Origins of IPv4 whose entries name a port.
    private let portOrigins: [IPAddress]
    /// How many packets each hour has.
    private let shares: [Int]
    /// How many hundredths are over IPv6.
    private let ipv6: Int

    private static let kinds: [PacketKind] = [.ack, .ack, .syn, .message, .request, .response, .datagram, .reply]
    /// A port that no entry names.
    private static let otherPort: UInt16 = 9_999

    init(_ population: Population, _ outsiders: Outsiders, shares: [Int], ipv6: Int) {
        hosts = population.hosts
        self.outsiders = outsiders
        portOrigins = population.origins.compactMap { origin in
            guard origin.port != nil, case .v4 = origin.address else { return nil }
            return origin.address
        }
        self.shares = shares
        self.ipv6 = ipv6
    }

    /// Adds the packets of an hour.
    func add(
        _ hour: Int, to traffic: inout HourOfTraffic, _ capture: inout TruthStatement.Capture,
        _ random: inout SeededGenerator
    ) {
        for _ in 0..<shares[hour] {
            let kind = random.next() % 100 == 0 ? PacketKind.arp : Self.kinds[Int(random.next() % 8)]
            let time = UInt32(truncatingIfNeeded: random.next() % UInt64(HourOfTraffic.microseconds))
            let (one, other) = ends(&random)
            let isFromOne = random.next() % 2 == 0
            traffic.add(kind, from: isFromOne ? one : other, to: isFromOne ? other : one, at: time)
            capture.packets += 1
            if kind == .arp { capture.undecoded += 1 }
        }
    }

    private func ends(_ random: inout SeededGenerator) -> (Endpoint, Endpoint) {
        let free = Endpoint(address: outsiders.internalAddress(&random), port: 49_152 + UInt16(random.next() % 16_000))
        switch Int(random.next() % 100) {
        case 0..<4: return (free, Endpoint(address: outsiders.internalAddress(&random), port: 445))
        case 4..<6:
            return (
                Endpoint(address: outsiders.address(&random), port: 443),
                Endpoint(address: outsiders.address(&random), port: 50_000)
            )
        case 6..<8 where !portOrigins.isEmpty:
            let origin = portOrigins[Int(random.next() % UInt64(portOrigins.count))]
            return (free, Endpoint(address: origin, port: Self.otherPort))
        case 100 - ipv6..<100 where !hosts.called6.isEmpty:
            let host = Int.random(in: hosts.called6, using: &random)
            let server = IPv6Address(rawValue: 0x2A00_0002 << 96 | UInt128(random.next()))
            return (
                Endpoint(address: hosts.address(of: host), port: free.port), Endpoint(address: .v6(server), port: 443)
            )
        default: return (free, Endpoint(address: outsiders.address(&random), port: 443))
        }
    }
}
