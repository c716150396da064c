import ArgumentParser
import CensusNotice
import CensusQueries

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
        let parts = contact.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !contact.contains(where: \.isWhitespace) else {
            throw ValidationError("--contact takes an e-mail address.")
        }
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
