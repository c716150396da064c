import CensusModel
import NetworkTypes
import Testing
import Watchlist

/// Entries compiled in their order and in the reverse, which must answer alike.
private struct Compiled {
    private let watchlists: [Watchlist]

    init(_ entries: [WatchlistEntry]) {
        watchlists = [Watchlist(entries), Watchlist(entries.reversed())]
    }

    /// The labels of the entry that matches.
    func match(
        _ origin: String, port: UInt16 = 443, _ transport: TransportProtocol = .tcp, at instant: String = "2013-03-01"
    ) throws -> [String]? {
        let answers = try watchlists.map { watchlist in
            let match = watchlist.match(try address(origin), port: port, transport: transport, at: try time(instant))
            return match.map { watchlist.attributions[Int($0.rawValue)].labels }
        }
        #expect(answers[0] == answers[1])
        return answers[0]
    }
}

@Suite("Precedence of entries")
struct PrecedenceTests {
    private func labelled(
        _ label: String, _ prefix: String = "192.0.2.0/24", _ change: (inout WatchlistEntry) throws -> Void = { _ in }
    ) throws -> WatchlistEntry {
        try entry(prefix) {
            $0.labels = [label]
            try change(&$0)
        }
    }

    @Test("the longest prefix wins, down to a single address")
    func longestPrefix() throws {
        let compiled = Compiled([
            try labelled("wide", "192.0.0.0/8"), try labelled("block", "192.0.2.0/24"),
            try labelled("one", "192.0.2.1"), try labelled("wide 6", "2001:db8::/32"),
            try labelled("block 6", "2001:db8:1::/48"), try labelled("one 6", "2001:db8:1::1"),
        ])
        for (origin, label) in [
            ("192.0.2.1", "one"), ("192.0.2.2", "block"), ("192.0.3.1", "wide"), ("192.255.255.255", "wide"),
            ("2001:db8:1::1", "one 6"), ("2001:db8:1::2", "block 6"), ("2001:db8:2::1", "wide 6"),
        ] {
            #expect(try compiled.match(origin) == [label], "\(origin)")
        }
        for origin in ["193.0.0.0", "191.255.255.255", "2001:db9::", "::ffff:192.0.2.1", "::"] {
            #expect(try compiled.match(origin) == nil, "\(origin)")
        }
    }

    @Test("a longer prefix wins over a shorter one that names port and protocol")
    func prefixBeforePort() throws {
        let compiled = Compiled([
            try labelled("narrow") { ($0.port, $0.transport) = (443, .tcp) }, try labelled("long", "192.0.2.1"),
        ])
        #expect(try compiled.match("192.0.2.1") == ["long"])
        #expect(try compiled.match("192.0.2.2") == ["narrow"])
    }

    @Test("of one prefix, port and protocol go before port, that before protocol, that before neither")
    func narrowness() throws {
        let compiled = Compiled([
            try labelled("any"), try labelled("tcp") { $0.transport = .tcp }, try labelled("443") { $0.port = 443 },
            try labelled("tcp 443") { ($0.port, $0.transport) = (443, .tcp) },
        ])
        #expect(try compiled.match("192.0.2.1", port: 443, .tcp) == ["tcp 443"])
        #expect(try compiled.match("192.0.2.1", port: 443, .udp) == ["443"])
        #expect(try compiled.match("192.0.2.1", port: 80, .tcp) == ["tcp"])
        #expect(try compiled.match("192.0.2.1", port: 80, .udp) == ["any"])
    }

    @Test("a narrower entry wins over one of a class that counts first; of equally narrow ones that class wins")
    func firstClass() throws {
        let order: [ThreatClass] = [.sinkhole, .backdoor, .c2, .malware, .scanner, .other]
        let classes = try order.map { threatClass in
            try labelled(threatClass.name) { $0.threatClass = threatClass }
        }
        for place in classes.indices {
            #expect(try Compiled(Array(classes[place...])).match("192.0.2.1") == [order[place].name])
        }
        let narrow = try labelled("narrow") { ($0.port, $0.threatClass) = (443, .other) }
        #expect(try Compiled(classes + [narrow]).match("192.0.2.1") == ["narrow"])
    }

    @Test("an entry with a port matches no packet without one")
    func noPort() throws {
        let compiled = Compiled([try labelled("443") { $0.port = 443 }])
        #expect(try compiled.match("192.0.2.1", port: 0) == nil)
        #expect(
            try Compiled([try labelled("443") { $0.port = 443 }, try labelled("any")]).match("192.0.2.1", port: 0) == [
                "any"
            ])
    }

    @Test("an entry holds from its first instant up to, not including, its last")
    func validity() throws {
        let compiled = Compiled([
            try labelled("spring") { $0.validity = Validity(from: try time("2013-03"), until: try time("2013-06")) }
        ])
        for (instant, label) in [
            ("2013-02-28T23:59:59.999999999", nil), ("2013-03-01", ["spring"]),
            ("2013-05-31T23:59:59.999999999", ["spring"]), ("2013-06-01", nil),
        ] {
            #expect(try compiled.match("192.0.2.1", at: instant) == label, "\(instant)")
        }
    }

    @Test("outside its time an entry leaves the answer to the next of its prefix, and then to the next shorter prefix")
    func fallback() throws {
        let compiled = Compiled([
            try labelled("one", "192.0.2.1") { $0.validity.until = try time("2013-02") },
            try labelled("one, less bad", "192.0.2.1") {
                ($0.threatClass, $0.validity.until) = (.scanner, try time("2013-03"))
            },
            try labelled("block") { $0.validity.until = try time("2013-04") },
            try labelled("all", "192.0.0.0/16") { ($0.port, $0.validity.until) = (443, try time("2013-05")) },
        ])
        for (instant, label) in [
            ("2013-01-31", ["one"]), ("2013-02-01", ["one, less bad"]), ("2013-03-01", ["block"]),
            ("2013-04-01", ["all"]), ("2013-05-01", nil),
        ] {
            #expect(try compiled.match("192.0.2.1", at: instant) == label, "\(instant)")
        }
        #expect(try compiled.match("192.0.2.1", port: 80, at: "2013-04-01") == nil)
    }

    @Test("a list of nothing matches nothing")
    func nothing() throws {
        #expect(try Compiled([]).match("192.0.2.1") == nil)
        #expect(Watchlist([]).entryCount == 0)
        #expect(Watchlist([]).attributions.isEmpty)
    }
}
