import ArgumentParser
import CensusNotice
import CensusQueries
import CommandSupport
import Foundation
import Logging
import Runtime
import TextFormats

/// Who sends notices, and to whom.
struct SenderOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who you are, as the recipient is to read it.", valueName: "name"))
    var fromName: String?

    @Option(help: ArgumentHelp("Your e-mail address, for answers.", valueName: "address"))
    var contact: String?

    @Option(
        help: ArgumentHelp(
            "Whom to write to: CSV with country, institution, email and fingerprint.", valueName: "file"))
    var contacts: String?

    @Option(
        help: ArgumentHelp(
            "How exact the sensors' clocks are, in your words, as 'NTP, within 10 ms'.", valueName: "text"))
    var clockAccuracy: String?

    func validate() throws {
        guard let contact else { return }
        guard contact.isMailAddress else { throw ValidationError("--contact takes an e-mail address.") }
    }

    func apply(to options: inout NotifyOptions) {
        options.reporterName = fromName
        options.reporterContact = contact
        options.contactsFile = contacts
        options.clockAccuracy = clockAccuracy
    }
}

/// What notices say of our own hosts, and who may read them.
struct DisclosureOptions: ParsableArguments {
    @Option(help: "How internal hosts appear: show, prefix (/24, /48 for IPv6), or pseudonym.")
    var hosts: HostChoice = .pseudonym

    @Option(
        help: ArgumentHelp(
            "A file of 16 random bytes or more from which pseudonyms are made: the same key, the same pseudonyms (default: a key for this run alone).",
            valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("The label of the Traffic Light Protocol 2.0.", valueName: "label"))
    var tlp: TrafficLight = .amber

    func validate() throws {
        if key != nil, hosts != .pseudonym { throw ValidationError("--key goes with --hosts pseudonym.") }
    }

    func apply(to options: inout NotifyOptions) {
        options.hosts = hosts
        options.keyFile = key
        options.trafficLight = tlp
    }
}

/// What becomes of the notices as mails.
enum MailChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
    case drafts
    case sendmail
}

/// How notices are mailed.
struct MailArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Make mails for the contacts, in the folder mail: drafts, to look at; sendmail, and hand them to the system's mail program after a question.",
            valueName: "what"))
    var mail: MailChoice?

    @Option(
        help: ArgumentHelp(
            "What a mail may have: more evidence is compressed, then divided among several mails.", valueName: "size"))
    var mailSize = ByteCount(10 * 1_024 * 1_024)

    @Option(
        help: ArgumentHelp(
            "A folder with a keyring of gpg: mails are encrypted for contacts with a fingerprint.", valueName: "folder")
    )
    var gpgHome: String?

    @Option(help: ArgumentHelp("The mail program.", valueName: "program"))
    var sendmail = Sendmail.standardPath

    @Flag(help: "Send without a question.")
    var yes = false

    private static let leastSize = 1_024 * 1_024

    func validate() throws {
        guard mailSize.bytes >= Self.leastSize else { throw ValidationError("--mail-size takes a size from 1MiB up.") }
        if mail != .sendmail, yes { throw ValidationError("--yes goes with --mail sendmail.") }
    }

    /// - Throws: where mails are to be sent, and nobody can be asked.
    func requireConsent() throws {
        guard mail != .sendmail || yes || Question.canBeAsked else {
            throw ValidationError("Nobody is there to be asked whether mails may be sent: give --yes as well.")
        }
    }

    var options: MailOptions? {
        guard mail != nil else { return nil }
        var options = MailOptions(time: SystemClock.now)
        options.size = mailSize.bytes
        options.keyring = gpgHome
        return options
    }

    /// Sends what was written, where that is wanted.
    ///
    /// - Returns: whether everything is where it was to go.
    func send(_ drafts: [MailDraft], from sender: String) -> Bool {
        guard mail == .sendmail, !drafts.isEmpty else {
            Log.logger.info("nothing was sent")
            return true
        }
        let recipients = Set(drafts.map(\.recipient)).sorted().joined(separator: ", ")
        guard yes || Question.ask("Send \(drafts.count) mails to \(recipients)?") else {
            Log.logger.notice("nothing was sent")
            return false
        }
        let sent = Sendmail(path: sendmail, sender: sender).send(drafts, logger: Log.logger)
        Log.logger.info("\(sent) of \(drafts.count) mails were handed to \(sendmail)")
        return sent == drafts.count
    }
}
