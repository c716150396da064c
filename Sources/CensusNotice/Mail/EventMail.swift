package import NetworkTypes

/// A mail of lines of text (RFC 5322), as the system's mail program takes it: lines ended as files of the system have them.
package struct EventMail: Sendable {
    private let lines: [String]
    private let subject: String
    private let identifier: String

    /// - Parameter identifier: letters and digits, the same when the mail is sent again.
    package init(lines: [String], subject: String, identifier: String) {
        (self.lines, self.subject, self.identifier) = (lines, subject, identifier)
    }

    package func message(to recipient: String, from sender: String, at time: Timestamp) -> [UInt8] {
        let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let header =
            MailHeader.address("From", "Flowcensus", sender) + MailHeader.field("To", ["<\(recipient)>"])
            + MailHeader.text("Subject", subject) + MailHeader.field("Date", [time.mailDate])
            + MailHeader.field("Message-ID", ["<\(identifier)@\(domain)>"])
            + MailHeader.field("Auto-Submitted", ["auto-generated"]) + MailHeader.field("MIME-Version", ["1.0"])
        let entity = MailEntity(text: lines.joined(separator: "\n") + "\n")
        return (Array(header.utf8) + entity.bytes).filter { $0 != UInt8(ascii: "\r") }
    }
}
