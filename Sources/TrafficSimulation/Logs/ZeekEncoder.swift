import NetworkTypes

/// Zeek's conn.log: a line for each connection, whose originator sent first.
struct ZeekEncoder: Sendable {
    private var number = 0

    static var header: [UInt8] {
        let fields = [
            ("ts", "time"), ("uid", "string"), ("id.orig_h", "addr"), ("id.orig_p", "port"), ("id.resp_h", "addr"),
            ("id.resp_p", "port"), ("proto", "enum"), ("service", "string"), ("duration", "interval"),
            ("orig_bytes", "count"), ("resp_bytes", "count"), ("conn_state", "string"), ("missed_bytes", "count"),
            ("history", "string"), ("orig_pkts", "count"), ("orig_ip_bytes", "count"), ("resp_pkts", "count"),
            ("resp_ip_bytes", "count"),
        ]
        let text =
            "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
            + "#fields\t\(fields.map(\.0).joined(separator: "\t"))\n#types\t\(fields.map(\.1).joined(separator: "\t"))\n"
        return Array(text.utf8)
    }

    /// Appends the hour's lines.
    mutating func write(_ flows: [SimulatedFlow], to log: inout [UInt8]) {
        for flow in flows {
            number += 1
            log += line(flow).utf8
        }
    }

    private func line(_ flow: SimulatedFlow) -> String {
        let ports: (UInt16, UInt16) =
            flow.icmp.map { ($0.source >> 8, $0.source & 0xFF) }
            ?? (flow.source.port, flow.destination.port)
        let (forward, reverse) = (flow.forward, flow.reverse)
        let state = forward.hasOpened && !reverse.hasAnswered ? "S0" : "OTH"
        let fields = [
            Self.seconds(flow.first), "C\(number)", "\(flow.source.address)", "\(ports.0)",
            "\(flow.destination.address)", "\(ports.1)", Self.name(of: flow.transport), "-",
            Self.seconds(flow.last - flow.first), "\(forward.payloadBytes)", "\(reverse.payloadBytes)", state, "0",
            Self.history(flow), "\(forward.packets)", "\(forward.bytes)", "\(reverse.packets)", "\(reverse.bytes)",
        ]
        return fields.joined(separator: "\t") + "\n"
    }

    /// Microseconds as seconds with six digits behind the point.
    private static func seconds(_ microseconds: UInt64) -> String {
        let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let digits = String(rest)
        return "\(whole).\(String(repeating: "0", count: 6 - digits.count))\(digits)"
    }

    private static func name(of transport: TransportProtocol) -> String {
        switch transport {
        case .tcp: "tcp"
        case .udp: "udp"
        default: "icmp"
        }
    }

    /// Letters for what each end sent, capital ones for the originator.
    private static func history(_ flow: SimulatedFlow) -> String {
        let letters = [(flow.forward, true), (flow.reverse, false)].map { sent, isCapital in
            var text = ""
            if sent.hasOpened { text += "s" }
            if sent.hasAnswered { text += "h" }
            if flow.transport == .tcp, sent.flags.contains(.ack), sent.packets > 1 || !sent.hasAnswered { text += "a" }
            if sent.payloadBytes > 0 { text += "d" }
            if sent.flags.contains(.fin) { text += "f" }
            if sent.flags.contains(.rst) { text += "r" }
            return isCapital ? text.uppercased() : text
        }.joined()
        return letters.isEmpty ? "-" : letters
    }
}
