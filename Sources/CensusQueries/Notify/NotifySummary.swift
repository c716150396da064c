import CensusNotice
import CensusReport
import HourlyRollup
import NetworkTypes

/// What a run of `notify` wrote, and what it left out.
package struct NotifySummary {
    private let hasCountries: Bool
    private let refusedLines: Int
    private var notices: [String] = []
    private var unknownOrigins: Set<IPAddress> = []
    /// The mails that were written.
    package private(set) var drafts: [MailDraft] = []
    private var refusedMails = 0
    var memory: NoticeMemory?

    /// Notes what was told, where that is kept, so that the next notice tells only what is new.
    package func remember() throws { try memory?.save() }

    init(hasCountries: Bool, refusedLines: Int) {
        self.hasCountries = hasCountries
        self.refusedLines = refusedLines
    }

    mutating func noteUnknown(_ origin: IPAddress) {
        unknownOrigins.insert(origin)
    }

    mutating func note(_ written: WrittenNotice) {
        let notice = written.notice
        let recipients = notice.recipients.map { "\($0.institution) <\($0.email)>" }
        let counts = [
            ReportWords.count(UInt64(notice.originCount), "origin", "origins"),
            ReportWords.count(notice.grades.hosts, "host", "hosts"),
            ReportWords.count(notice.traffic.flows, "flow", "flows"),
        ]
        notices.append(
            "\(written.path): \(counts.joined(separator: ", ")), "
                + (recipients.isEmpty ? "no contact is known" : "for \(recipients.joined(separator: ", "))"))
    }

    mutating func note(_ drafts: [MailDraft], refused: Int) {
        (self.drafts, refusedMails) = (drafts, refused)
    }

    /// Whether lines of the contacts, or mails, were refused.
    package var refusedSome: Bool { refusedLines + refusedMails > 0 }

    /// Lines for the log.
    package var summaryLines: [String] {
        var lines = notices
        if notices.isEmpty {
            lines.append(
                memory == nil
                    ? "no evidence on origins there: no bundle was written" : "nothing new: no bundle was written")
        }
        if !unknownOrigins.isEmpty {
            let reason = hasCountries ? "" : ", for no country file was given (--geo)"
            let origins = ReportWords.count(UInt64(unknownOrigins.count), "origin", "origins")
            lines.append("left out: \(origins) of no known country\(reason); --country unknown writes them")
        }
        lines += drafts.map { "\($0.path): for \($0.recipient)\($0.isEncrypted ? ", encrypted" : "")" }
        return lines
    }
}
