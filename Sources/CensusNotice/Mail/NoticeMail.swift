package import NetworkTypes

/// A notice as a mail to one recipient (RFC 5322): the letter, and a part of the evidence.
package struct NoticeMail: Sendable {
    private let notice: Notice
    private let recipient: Recipient
    private let attachment: MailAttachment
    /// Which of how many.
    private let part: (number: Int, count: Int)
    private let time: Timestamp

    package init(
        _ notice: Notice, to recipient: Recipient, with attachment: MailAttachment, part: (number: Int, count: Int),
        at time: Timestamp
    ) {
        (self.notice, self.recipient, self.attachment) = (notice, recipient, attachment)
        (self.part, self.time) = (part, time)
    }

    /// The letter and the evidence, before anything is encrypted.
    package var content: MailEntity {
        MailEntity([MailEntity(text: text), MailEntity(attachment)], boundary: boundary("content"))
    }

    /// The whole mail.
    package func message(_ content: MailEntity) -> [UInt8] {
        Array(header(subject).utf8) + content.bytes
    }

    /// The whole mail around what a program has encrypted. Its subject says no more than who writes about what, for nobody
    /// encrypts subjects.
    package func message(encrypted: [UInt8]) -> [UInt8] {
        let content = MailEntity(encrypted: encrypted, boundary: boundary("encrypted"))
        return Array(header("[\(terms.trafficLight.label)] Notice, encrypted\(count)").utf8) + content.bytes
    }

    private var terms: NoticeTerms { notice.terms }
    private var subject: String { "[\(terms.trafficLight.label)] \(notice.headline)\(count)" }
    private var count: String { part.count == 1 ? "" : " (\(part.number) of \(part.count))" }

    private var text: String {
        let beside = [
            (attachment.name, attachment.words),
            ("on request", "reports in X-ARF for each origin, an event for MISP, and a bundle of STIX 2.1"),
        ]
        return CoveringText(notice, files: beside).text
    }

    private func header(_ subject: String) -> String {
        MailHeader.address("From", terms.reporter.name, terms.reporter.contact)
            + MailHeader.address("To", recipient.institution, recipient.email)
            + MailHeader.text("Subject", subject)
            + MailHeader.field("Date", [time.mailDate])
            + MailHeader.field("Message-ID", ["<\(identifier("message"))@\(terms.reporter.domain)>"])
            + MailHeader.field("MIME-Version", ["1.0"])
    }

    /// No line of base64, and no line of a letter, begins like it.
    private func boundary(_ word: String) -> String { "=_\(identifier(word))" }

    private func identifier(_ word: String) -> NamedIdentifier {
        notice.identifier("mail", word, recipient.email, "\(part.number)", "\(time)")
    }
}

extension Timestamp {
    /// `Fri, 31 May 2013 23:59:59 +0000` (RFC 5322 section 3.3).
    var mailDate: String {
        let seconds = nanoseconds.floorQuotient(by: Self.nanosecondsPerSecond)
        let civil = CivilTime(unixSeconds: seconds)
        let days = seconds.floorQuotient(by: 86_400)
        // 1 January 1970 was a Thursday.
        let weekday = Int((days % 7 + 7 + 3) % 7)
        let clock = [civil.hour, civil.minute, civil.second].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(Self.weekdays[weekday]), \(civil.day) \(Self.months[Int(civil.month) - 1]) \(civil.year) "
            + "\(clock.joined(separator: ":")) +0000"
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
