import CensusModel
import CensusReport
import HourlyRollup
import NetworkTypes
import TextFormats

/// A notice as a letter: who writes, what was seen, how sure it is, and what is asked for.
package struct CoveringText {
    private let notice: Notice
    /// The files beside the letter, with a sentence each.
    private let files: [(name: String, words: String)]
    private var mail = MailText()

    /// How many origins the letter names.
    private static let maximumOrigins = 20

    /// - Parameter files: those of the folder, where no others are given.
    package init(_ notice: Notice, files: [(name: String, words: String)] = Self.files) {
        (self.notice, self.files) = (notice, files)
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
        mail.entry("Period", period)
        mail.entry("Seen", "\(time(notice.traffic.firstSeen)) to \(time(notice.traffic.lastSeen)) (UTC)")
        mail.entry("Origins", "\(notice.originWords) in \(notice.place)")
        let hosts = ReportWords.count(grades.hosts, "distinct host", "distinct hosts")
        mail.entry("Hosts", "\(hosts) in our network, of which")
        for (grade, count) in grades.byGrade where count > 0 {
            mail.words(
                "\(grade.name): \(grade.meaning)",
                first: MailText.padded(count.grouped, to: 21, atFront: true) + " ",
                indent: 22)
        }
        mail.entry(
            "Traffic",
            "\(notice.traffic.flowWords), \(ReportWords.count(notice.traffic.packets, "packet", "packets")), "
                + ReportWords.count(notice.traffic.bytes, "byte", "bytes"))
    }

    /// The requested hours.
    private var period: String {
        let (from, to) = (terms.hours.from.map { "from \($0)" }, terms.hours.to.map { "to \($0)" })
        let ends = [from, to].compactMap(\.self)
        let hours = ends.isEmpty ? "all that was measured" : ends.joined(separator: " ") + " (UTC)"
        return hours + (terms.tellsOnlyNews ? "; of this only hours that hold something new since our last notice" : "")
    }

    private func time(_ time: Timestamp?) -> String {
        time.map { String($0.description.prefix(19)) + "Z" } ?? "unknown"
    }

    private mutating func writeOrigins() {
        mail.heading("The origins with the most hosts")
        let ranked = notice.origins.map { (origin: $0, hosts: $0.grades.hosts) }
            .sorted { ($1.hosts, $0.origin.origin) < ($0.hosts, $1.origin.origin) }
        let shown = ranked.prefix(Self.maximumOrigins)
        let width = shown.map { "\($0.origin.origin)".count }.max() ?? 0
        mail.line(Self.row("hosts", "last seen", "class", "origin", width, "label"))
        for (origin, hosts) in shown {
            let day = String(time(origin.traffic.lastSeen).prefix(10))
            mail.line(
                Self.row(
                    hosts.grouped, day, origin.threatClass.name, "\(origin.origin)", width, origin.labelText))
        }
        if ranked.count > shown.count { mail.line("and \(ranked.count - shown.count) more in evidence.csv.") }
    }

    /// Only the label may be cut: with the longest address in front of it there is room for five characters.
    private static func row(
        _ hosts: String, _ day: String, _ type: String, _ origin: String, _ width: Int, _ label: String
    ) -> String {
        let cells = [
            MailText.padded(hosts, to: 7, atFront: true), MailText.padded(day, to: 10), MailText.padded(type, to: 8),
        ]
        let line = cells.joined(separator: " ") + " "
        guard !label.isEmpty else { return line + origin }
        return (line + MailText.padded(origin, to: width) + " " + label).shortened(to: TextTable.width)
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
            mail.entry(
                "List", "\(list.name.printable), \(UInt64(list.entries).grouped) entries, SHA-256 \(list.version)")
        }
        if let source = terms.countrySource { mail.entry("Countries", source.printable) }
        mail.entry("Addresses", terms.hosts.explanation)
    }

    private var coverage: String {
        guard let share = terms.coverage else { return "unknown, so every number is a lower bound" }
        return
            "\(ReportWords.share(share)) of all packets were decoded and not dropped, so every number is a lower bound"
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
        for (name, words) in files { mail.words(words, first: MailText.padded(name, to: 18), indent: 18) }
        mail.line()
        mail.words(
            "This message and its files are \(terms.trafficLight.label): what they hold \(terms.trafficLight.meaning) "
                + "(Traffic Light Protocol 2.0, https://www.first.org/tlp/).")
        mail.line()
        mail.line(terms.trafficLight.label)
    }

    package static let files = [
        ("evidence.csv", "every flow: times, addresses, ports, packets, bytes, grade, label and list"),
        ("xarf/", "a report in X-ARF for each origin that affected hosts"),
        ("misp-event.json", "an event for MISP"),
        ("stix-bundle.json", "a bundle of STIX 2.1"),
        ("manifest.json", "names, sizes and SHA-256 of these files; SHA256SUMS has them for sha256sum --check"),
    ]
}

extension Notice {
    /// The country, as it stands in a sentence.
    var place: String {
        country.map { "\(ReportWords.nameWithArticle($0)) (\($0))" } ?? "a country that is not known"
    }

    /// `13,408 addresses`.
    fileprivate var originWords: String { ReportWords.count(UInt64(originCount), "address", "addresses") }

    /// One line that says what it is about.
    var headline: String {
        let hosts = ReportWords.count(grades.hosts, "host", "hosts")
        return "\(originWords) in \(place) in contact with \(hosts) in our network"
    }
}
