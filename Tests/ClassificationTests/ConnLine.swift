import TrafficSimulation

/// A line of conn.log that a test makes: most often a usual one, else one with something odd about it.
struct ConnLine {
    private static let names = [
        "ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "duration", "orig_bytes",
        "resp_bytes",
        "conn_state", "missed_bytes", "history", "orig_pkts", "orig_ip_bytes", "resp_pkts", "resp_ip_bytes",
        "tunnel_parents",
    ]

    static let header =
        "#separator \\x09\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#fields\t\(names.joined(separator: "\t"))\n"

    private var values: [String]

    init(_ random: inout SeededGenerator, _ address: (inout SeededGenerator) -> UInt32) {
        func dotted(_ number: UInt32) -> String {
            [24, 16, 8, 0].map { "\(number >> UInt32($0) & 255)" }.joined(separator: ".")
        }
        let seconds = 1_500_000_000 + random.next() % 10_800
        values = [
            "\(seconds).\(100_000 + random.next() % 900_000)", "C\(random.next())", dotted(address(&random)),
            "\(random.next() % 65_536)", dotted(address(&random)), "443",
            ["tcp", "udp", "icmp"][Int(random.next() % 3)],
            ["0.5", "12.250000", "-", "4000.1", "8000.25"][Int(random.next() % 5)], "\(random.next() % 100_000)",
            "\(random.next() % 10_000_000_000)", "SF", "0", "ShADadFf", "\(random.next() % 20)",
            "\(random.next() % 9_999)",
            "4", "2260", "-",
        ]
        let odd: [(place: Int, value: String)] = [
            (0, "1500000000"), (0, "yesterday"), (0, "-1.5"), (0, "1.5e9"), (0, "9999999999.5"), (0, "-"),
            (0, "1500000000123"), (0, "2017-07-14T02:40:00.5Z"), (2, "fd00::1"), (2, "10.0.0.256"), (2, "-"),
            (4, "8.8.8"), (4, "8.8.08.8"), (4, "2001:db8::1"), (3, "65536"), (3, "-"), (5, "http"), (6, "sctp"),
            (6, "unknown_transport"), (6, "-"), (6, "tcpp"), (7, "1.5x"), (7, "-3.5"), (7, "123456789.123456789123"),
            (8, "12x"), (8, "-"), (9, "123456789012345678901234"), (9, "12345678901234567"), (11, "7"), (11, "x"),
            (12, "-"), (13, "."), (14, "+5"), (16, ""), (17, "[]"), (17, "CabC"),
        ]
        guard random.next() % 8 == 0 else { return }
        let change = odd[Int(random.next() % UInt64(odd.count))]
        values[change.place] = change.value
    }

    func text(isJSON: Bool, _ random: inout SeededGenerator) -> String {
        switch random.next() % 100 {
        case 0: return ""
        case 1: return isJSON ? "{\"ts\":1.5" : values.dropLast().joined(separator: "\t")
        case 2: return isJSON ? "{\"ts\":1.5}{" : values.joined(separator: "\t") + "\tmore"
        case 3: return isJSON ? json(&random, blank: " ") : "#close\t2017"
        case 4: return json(&random).replacing("\"history\":\"", with: "\"history\":\"\\u0041")
        case 5: return json(&random).replacing("\"uid\":", with: "\"uid\":{\"a\":[1,\"}\"]},\"_uid\":")
        case 6: return json(&random) + (isJSON ? "\r" : "")
        case 7: return "{\"_path\":\"dns\"," + json(&random).dropFirst()
        case 8: return "{\"_path\":\"conn\"," + json(&random).dropFirst()
        case 9: return "{\"ts\":null," + json(&random).dropFirst()
        default: return isJSON ? json(&random) : values.joined(separator: "\t") + (random.next() % 9 == 0 ? "\r" : "")
        }
    }

    private func json(_ random: inout SeededGenerator, blank: String = "") -> String {
        let quoted: Set<String> = ["uid", "id.orig_h", "id.resp_h", "proto", "conn_state", "history"]
        let members = zip(Self.names, values).filter { $0.1 != "-" }.map { name, value in
            let isText = quoted.contains(name) || value.contains { !"0123456789.-".contains($0) }
            return "\"\(name)\":\(blank)" + (isText ? "\"\(value)\"" : value.isEmpty ? "null" : value)
        }
        let isTurned = random.next() % 20 == 0
        return "{" + (isTurned ? members.reversed() : members).joined(separator: ",") + "}"
    }
}
