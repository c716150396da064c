import CensusModel
import NetworkTypes
import Testing

@Suite("Transport protocol")
struct TransportProtocolTests {
    @Test(
        "is read from its name in any case, and written so",
        arguments: [
            ("icmp", 1), ("igmp", 2), ("ipip", 4), ("TCP", 6), ("Udp", 17), ("dccp", 33), ("ipv6", 41), ("gre", 47),
            ("esp", 50), ("ah", 51), ("icmp6", 58), ("ospf", 89), ("pim", 103), ("vrrp", 112), ("sctp", 132),
            ("udplite", 136),
        ] as [(String, UInt8)])
    func names(name: String, number: UInt8) {
        #expect(TransportProtocol(parsing: name)?.rawValue == number)
        #expect(TransportProtocol(rawValue: number).description == name.lowercased())
    }

    @Test("of ICMPv6 has three names")
    func icmpv6() {
        for name in ["icmp6", "icmpv6", "ipv6-icmp", "58"] {
            #expect(TransportProtocol(parsing: name) == .icmpv6, "\(name)")
        }
    }

    @Test("is read back from what is written, for every number")
    func everyNumber() {
        for number in UInt8.min...UInt8.max {
            let transport = TransportProtocol(rawValue: number)
            #expect(TransportProtocol(parsing: transport.description) == transport)
            #expect(TransportProtocol(parsing: String(number)) == transport)
        }
    }

    @Test("is not read from other texts", arguments: ["", "256", "-1", "6.0", " tcp", "tcp ", "http", "0x6"])
    func rejects(text: String) {
        #expect(TransportProtocol(parsing: text) == nil)
    }

    @Test("is not read from a number with a sign", arguments: ["+6", "-0"])
    func signs(text: String) {
        #expect(TransportProtocol(parsing: text) == nil)
    }
}

@Suite("Threat class")
struct ThreatClassTests {
    @Test("is read from its word in any case, and from nothing else")
    func names() {
        for threatClass in ThreatClass.allCases {
            #expect(ThreatClass(name: threatClass.name) == threatClass)
            #expect(ThreatClass(name: threatClass.name.uppercased()) == threatClass)
        }
        #expect(ThreatClass.allCases.map(\.name) == ["c2", "backdoor", "malware", "sinkhole", "scanner", "other"])
        for word in ["", "c&c", "c2 ", "botnet"] { #expect(ThreatClass(name: word) == nil) }
    }

    @Test("keeps the numbers that stand in stores, worst first")
    func numbers() {
        #expect(ThreatClass.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
        #expect(ThreatClass.allCases.shuffled().sorted() == ThreatClass.allCases)
    }
}

@Suite("Attribution")
struct AttributionTests {
    @Test("holds distinct labels, sorted, so that their order makes no other attribution")
    func labels() {
        let one = Attribution(threatClass: .c2, labels: ["zeus", "citadel", "zeus"])
        #expect(one.labels == ["citadel", "zeus"])
        #expect(one == Attribution(threatClass: .c2, labels: ["citadel", "zeus"]))
        #expect(one != Attribution(threatClass: .malware, labels: ["citadel", "zeus"]))
    }
}
