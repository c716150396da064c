import CensusModel
import CensusNotice
import HourlyRollup
import NetworkTypes
import TextFormats

/// An event as a line of the Common Event Format, version 0 (ArcSight CEF implementation standard, version 25).
///
/// In the header a backslash and a bar are escaped, in the extension a backslash and an equals sign; what would end a line is
/// spelt out, so that no label adds a field or a line.
struct CEFLine {
    private let event: CensusEvent
    private let hosts: HostDisclosure
    private let ends: EventEnds

    init(_ event: CensusEvent, hosts: HostDisclosure) {
        (self.event, self.hosts, ends) = (event, hosts, EventEnds(event, hosts: hosts))
    }

    var text: String {
        let header = [
            "Flowcensus", "flowcensus", "1", event.kind.rawValue, event.kind.title, "\(event.severity.number)",
        ]
        let fields = fields.map { "\($0.key)=\(Self.escaped($0.value))" }
        return "CEF:0|\(header.map(Self.escapedHeader).joined(separator: "|"))|\(fields.joined(separator: " "))"
    }

    /// Characters that the dictionary gives `msg`, `reason`, `cat`, `shost` and `dhost`, and those that it gives `cs1` to `cs6`.
    private static let (longest, longestCustom) = (1_023, 4_000)

    private var fields: [(key: String, value: String)] {
        var fields: [(key: String, value: String)] = []
        let add = { (key: String, value: String?) in
            guard let value, !value.isEmpty else { return }
            fields.append((key: key, value: Self.cut(value, to: Self.longest)))
        }
        /// A field that others may use otherwise, with its label behind it.
        let addLabelled = { (key: String, label: String, value: String?) in
            guard let value, !value.isEmpty else { return }
            fields += [(key: key, value: Self.cut(value, to: Self.longestCustom)), (key: "\(key)Label", value: label)]
        }
        add("externalId", event.identifier)
        add("rt", "\(event.noted.milliseconds)")
        add("start", "\(event.time.milliseconds)")
        add("cat", event.threatClass?.name)
        for (end, names) in [(ends.source, EndNames.source), (ends.destination, .destination)] {
            switch end?.address {
            case .v4(let address): add(names.address, "\(address)")
            case .v6(let address): addLabelled(names.address6, names.label6, "\(address)")
            case nil: add(names.host, end?.text)
            }
            add(names.port, end?.port.map { "\($0)" })
        }
        add("proto", event.transport.map { "\($0)".uppercased() })
        if ends.source != nil, ends.destination != nil { add("deviceDirection", ends.isInbound ? "0" : "1") }
        addLabelled("cs1", "labels", event.labels.joined(separator: ", "))
        addLabelled("cs2", "grade", event.grade?.name)
        addLabelled("cs3", "originCountry", event.country?.description)
        addLabelled("cs4", event.kind.subjectName ?? "subject", event.subject)
        addLabelled("cs5", "sector", event.sector)
        addLabelled("cs6", "hour", event.hour?.description)
        addLabelled("cn1", "count", event.count.map { "\($0)" })
        addLabelled("cn2", "limit", event.limit.map { "\($0)" })
        addLabelled("cfp1", "coverage", event.coverage.map { "\($0)" })
        add("reason", event.reason)
        add("msg", event.sentence(hosts))
        return fields
    }

    private struct EndNames {
        let address: String
        let address6: String
        let label6: String
        let host: String
        let port: String

        static let source = EndNames(
            address: "src", address6: "c6a2", label6: "Source IPv6 Address", host: "shost", port: "spt")
        static let destination = EndNames(
            address: "dst", address6: "c6a3", label6: "Destination IPv6 Address", host: "dhost", port: "dpt")
    }

    private static func escapedHeader(_ text: String) -> String {
        text.printable.replacing("\\", with: "\\\\").replacing("|", with: "\\|")
    }

    /// A printable value of so many code points at the most: a mark on a letter and a scalar that is spelt out count as receivers count
    /// them. What escapes a character is no part of the value.
    private static func cut(_ text: String, to length: Int) -> String {
        let scalars = text.printable.unicodeScalars
        guard scalars.count > length else { return String(scalars) }
        return String(scalars.prefix(length - 1)) + "…"
    }

    /// Of a text that is printable already.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("=", with: "\\=")
    }
}

extension Timestamp {
    /// Milliseconds since 1970.
    fileprivate var milliseconds: Int64 { nanoseconds.floorQuotient(by: 1_000_000) }
}
