import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing

@Suite("A flow in a store")
struct FlowRoundTripTests {
    private func check(
        _ observations: [Observation], attributions: [Attribution] = Traffic.attributions
    ) throws {
        let tally = Traffic.tally(observations, attributions: attributions)
        let store = try SQLiteCensus.inMemory()
        try store.add(tally, of: "first")
        let flows = try store.flows()
        #expect(try flows == tally.flows())
        #expect(try store.judged() == tally.judged())
    }

    @Test("comes back as it was, for the lowest and the highest addresses and ports of both versions")
    func addresses() throws {
        for origin in [
            "0.0.0.0", "127.255.255.255", "128.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::1",
            "8000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        ] {
            for port in [UInt16.min, .max] {
                let observation = try Traffic.observation {
                    $0.origin = try Traffic.address(origin)
                    if case .v6 = $0.origin { $0.host = try Traffic.address("fd00::1") }
                    ($0.hostPort, $0.originPort) = (port, ~port)
                }
                try check([observation])
            }
        }
    }

    @Test("comes back as it was, for either direction alone and for both")
    func directions() throws {
        let out = Traffic.observation()
        let back = Traffic.observation {
            $0.direction = .fromOrigin
            $0.time = Timestamp(nanoseconds: 3_599_999_999_999)
        }
        try check([out])
        try check([back])
        try check([out, back, out])
    }

    @Test("comes back with the flags of its packets, which SYN stood alone included")
    func flags() throws {
        try check(
            (UInt8.min...UInt8.max).map { byte in
                Traffic.observation {
                    ($0.transport, $0.tcpFlags, $0.originPort) = (.tcp, TCPFlags(header: byte), UInt16(byte))
                }
            })
    }

    @Test("comes back with what its packets open, answer and refuse")
    func roles() throws {
        for transport in [TransportProtocol.tcp, .icmp, .icmpv6, .sctp] {
            for roles in [[.opening], [.answer, .refusal], [.refusal], [], [.opening, .answer]] as [PacketRoles] {
                let packet = Traffic.observation { ($0.transport, $0.roles) = (transport, roles) }
                let other = Traffic.observation { $0.transport = transport }
                try check([packet])
                try check([packet, other])
            }
        }
    }

    @Test("comes back as it was where an origin of IPv4 meets a host of IPv6, or the other way round")
    func mixedEnds() throws {
        for (origin, host) in [("192.0.2.1", "fd00::1"), ("2001:db8::1", "10.0.0.1"), ("::1", "10.0.0.1")] {
            try check([
                try Traffic.observation {
                    ($0.origin, $0.host) = (try Traffic.address(origin), try Traffic.address(host))
                }
            ])
        }
    }

    @Test("keeps nanoseconds, at both ends of its hour and before 1970")
    func times() throws {
        for nanoseconds in [0, 1, Hour.nanoseconds - 1, -1, -Hour.nanoseconds, -1_000 * Hour.nanoseconds + 1] {
            try check([Traffic.observation { $0.time = Timestamp(nanoseconds: nanoseconds) }])
        }
    }

    @Test("is kept in the first, incomplete hour that a time can state, as captures with a senseless offset have it")
    func earliest() async {
        await #expect(processExitsWith: .success) {
            let observation = Traffic.observation { $0.time = Timestamp(nanoseconds: .min) }
            try SQLiteCensus.inMemory().add(Traffic.tally([observation]), of: "first")
        }
    }

    @Test("keeps every class and protocol, and labels with every kind of character")
    func labels() throws {
        for threatClass in ThreatClass.allCases {
            for labels in [
                [], ["zeus"], ["a,b", "c;d"], ["\"quoted\" 'too'", "back\\slash", "/"], ["é\u{1F41B}\n\t"],
            ] {
                try check(
                    [Traffic.observation()], attributions: [Attribution(threatClass: threatClass, labels: labels)])
            }
        }
        try check(
            (UInt8.min...UInt8.max).map { number in
                Traffic.observation { $0.transport = TransportProtocol(rawValue: number) }
            })
    }

    @Test("is there again when a store is closed and opened")
    func reopened() throws {
        let folder = try StoreFolder()
        try folder.makeStore()
        let expected = try Traffic.tally([Traffic.observation()]).flows()
        #expect(try SQLiteCensus(path: folder.store, access: .read).flows() == expected)
        #expect(try SQLiteCensus(path: folder.store, access: .write).flows() == expected)
        #expect(try folder.content().keys.sorted() == ["census.db"])
    }
}
