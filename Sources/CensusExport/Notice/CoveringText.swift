import HourlyRollup
import NetworkTypes

/// A notice as a letter: who writes, what was seen, how sure it is, and what is asked for.
package struct CoveringText {
    private let notice: Notice
    private var mail = MailText()

    /// How many origins the letter names.
    private static let maximumOrigins = 20

    package init(_ notice: Notice) {
        self.notice = notice
        writeHead()
        writeNumbers()
        writeOrigins()
        writeMethod()
        writeRequests()
        writeFiles()
    }

    package var text: String { mail.text }

    private var terms: NoticeTerms { notice.terms }

    // MARK: - Who, to whom

    private mutating func writeHead() {
        mail.line(terms.trafficLight.label)
        mail.line()
        mail.entry("From:", "\(terms.reporter.name) <\(terms.reporter.contact)>".printable)
        if notice.recipients.isEmpty { mail.entry("To:", "no contact is known for \(notice.place)") }
        for recipient in notice.recipients {
            mail.entry("To:", "\(recipient.institution) <\(recipient.email)>".printable)
            if let fingerprint = recipient.fingerprint { mail.entry("OpenPGP:", fingerprint.printable) }
        }
        mail.entry("Subject:", "[\(terms.trafficLight.label)] \(notice.headline)")
        mail.line()
        mail.words(
            "We measure which hosts in our network talk to addresses that lists of threats name. Some of these addresses lie "
                + "in \(notice.place). We write to you as the institution that can reach whoever runs them.")
    }

    // MARK: - What was seen

    private mutating func writeNumbers() {
        let grades = notice.grades
        mail.heading("What was seen")
        mail.entry("Period", "\(time(notice.traffic.firstSeen)) to \(time(notice.traffic.lastSeen)) (UTC)")
        mail.entry("Origins", "\(UInt64(notice.originCount).of("address")) in \(notice.place)")
        mail.entry("Hosts", "\(grades.hosts.of("distinct host")) in our network, of which")
        for (grade, count) in grades.byGrade where count > 0 {
            mail.words(
                "\(grade.name): \(grade.explanation)", first: MailText.padded(count.grouped, to: 21, atFront: true) + " ",
                indent: 22)
        }
        mail.entry(
            "Traffic",
            "\(notice.traffic.flows.of("flow")), \(notice.traffic.packets.of("packet")), \(notice.traffic.bytes.of("byte"))")
    }

    private func time(_ time: Timestamp?) -> String {
        time.map { String($0.description.prefix(19)) + "Z" } ?? "unknown"
    }

    private mutating func writeOrigins() {
        mail.heading("The origins with the most hosts")
        mail.line(
            Self.row("origin", "class", "hosts", "last seen", "label"))
        let ranked = notice.origins.map { (origin: $0, hosts: $0.grades.hosts) }
            .sorted { ($1.hosts, $0.origin.origin) < ($0.hosts, $1.origin.origin) }
        for (origin, hosts) in ranked.prefix(Self.maximumOrigins) {
            mail.line(
                Self.row(
                    "\(origin.origin)", origin.threatClass.name, hosts.grouped,
                    String(time(origin.traffic.lastSeen).prefix(16)), origin.labelText))
        }
        if ranked.count > Self.maximumOrigins {
            mail.line("and \(ranked.count - Self.maximumOrigins) more in evidence.csv.")
        }
    }

    private static func row(_ origin: String, _ type: String, _ hosts: String, _ last: String, _ label: String) -> String {
        let cells = [
            MailText.padded(origin, to: 20), MailText.padded(type, to: 8), MailText.padded(hosts, to: 9, atFront: true),
            MailText.padded(last, to: 16),
        ]
        let line = cells.joined(separator: " ") + " "
        let room = max(8, MailText.width - line.count)
        return trimmed(line + (label.count > room ? label.prefix(room - 1) + "…" : label))
    }

    private static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }

    // MARK: - How sure it is

    private mutating func writeMethod() {
        mail.heading("How it was measured")
        mail.words(
            "Packets between our hosts and listed addresses are put together to flows, one for each hour, protocol, pair of "
                + "addresses and pair of ports. The hour is that of the packets' own time.")
        mail.line()
        mail.entry("Clocks", terms.clockAccuracy?.printable ?? "how exact they are is not stated")
        mail.entry("Coverage", coverage)
        mail.entry("Evidence", "flows of grade \(terms.minimumGrade.name) and above")
        for list in terms.lists {
            mail.entry("List", "\(list.name.printable), \(UInt64(list.entries).grouped) entries, SHA-256 \(list.version)")
        }
        if let source = terms.countrySource { mail.entry("Countries", source.printable) }
        mail.entry("Addresses", terms.hosts.explanation)
    }

    private var coverage: String {
        guard let share = terms.coverage else { return "unknown, so every number is a lower bound" }
        var text: [UInt8] = []
        Cell.share(share).writeCSV(to: &text)
        return "\(String(decoding: text, as: UTF8.self)) of all packets were decoded and not dropped, so every number is a "
            + "lower bound"
    }

    // MARK: - What is asked for

    private mutating func writeRequests() {
        mail.heading("What we ask for")
        for (number, request) in Self.requests.enumerated() {
            mail.words(request, first: "\(number + 1). ", indent: 3)
        }
        mail.line()
        mail.words("Please answer to \(terms.reporter.contact.printable).")
    }

    private static let requests = [
        "Have the systems at these addresses looked into by whoever is responsible for them, and taken out of this use.",
        "Have their data kept as evidence, so that those behind them can be found.",
        "Tell us what you find, and which of these addresses we should no longer list.",
    ]

    private mutating func writeFiles() {
        mail.heading("With this message")
        for (name, words) in Self.files { mail.words(words, first: MailText.padded(name, to: 18), indent: 18) }
        mail.line()
        mail.words(
            "This message and its files are \(terms.trafficLight.label): what they hold \(terms.trafficLight.meaning) "
                + "(Traffic Light Protocol 2.0, https://www.first.org/tlp/).")
        mail.line()
        mail.line(terms.trafficLight.label)
    }

    private static let files = [
        ("evidence.csv", "every flow: times, addresses, ports, packets, bytes, grade, label and list"),
        ("xarf/", "a report in X-ARF for each origin that affected hosts"),
        ("misp-event.json", "an event for MISP"),
        ("stix-bundle.json", "a bundle of STIX 2.1"),
        ("manifest.json", "names, sizes and SHA-256 of these files; SHA256SUMS has them for sha256sum --check"),
    ]
}

extension Notice {
    /// The country, in words.
    var place: String { country?.description ?? "an unknown country" }

    /// One line that says what it is about.
    var headline: String {
        "\(UInt64(originCount).of("address")) in \(place) in contact with \(grades.hosts.of("host")) in our network"
    }
}

extension Grade {
    /// What a host of this grade did.
    fileprivate var explanation: String {
        switch self {
        case .probed: "only contacted by the origin; not affected"
        case .attempted: "called the origin, which never answered"
        case .answered: "called the origin, which answered without data"
        case .exchanged: "called the origin and exchanged data with it"
        case .intruded: "were contacted by the origin, and data went both ways: a back door"
        }
    }
}
