package import CensusModel
package import HourlyRollup
package import NetworkTypes

/// An alert to the institution of one country: who tells whom what, before it is put into any format.
package struct Notice: Sendable {
    /// `nil` for origins of which no country is known.
    package let country: CountryCode?
    /// None where no contact is known.
    package let recipients: [Recipient]
    package let terms: NoticeTerms
    package let origins: [OriginEvidence]
    /// How many addresses there are among `origins`; one can be there under several classes.
    package let originCount: Int
    /// The distinct hosts of all origins.
    package let grades: GradeCounts
    package let traffic: TrafficTotals

    package init(
        country: CountryCode?, recipients: [Recipient], terms: NoticeTerms, evidence: CountryEvidence
    ) {
        self.country = country
        self.recipients = recipients
        self.terms = terms
        (origins, originCount) = (evidence.origins, evidence.originCount)
        (grades, traffic) = (evidence.grades, evidence.traffic)
    }

    /// What identifies something of this notice: another reporter, country, time or question gives another.
    func identifier(_ words: String...) -> NamedIdentifier {
        let hours = [terms.hours.from, terms.hours.to].map { $0?.description ?? "" }
        let scope =
            [terms.reporter.name, terms.reporter.contact, country?.description ?? ""] + hours + [
                terms.minimumGrade.name
            ]
        return NamedIdentifier(scope + words)
    }
}

/// What holds for the notices to all countries.
package struct NoticeTerms: Sendable {
    /// Whether only hours are told in which there is something that was not told before.
    package let tellsOnlyNews: Bool
    package let reporter: Reporter
    package let trafficLight: TrafficLight
    package let hosts: HostDisclosure
    /// The requested hours.
    package let hours: HourRange
    /// From which grade on flows are evidence.
    package let minimumGrade: Grade
    /// How exact the times are, in the words of who runs the sensors.
    package let clockAccuracy: String?
    /// The share of packets that were decoded and not dropped; `nil` when it is unknown.
    package let coverage: Double?
    /// The lists that origins were matched with.
    package let lists: [SourceList]
    /// Where the countries come from.
    package let countrySource: String?
    private let namingLists: (@Sendable (FlowRecord) -> [String])?
    private let allListNames: [String]

    /// - Parameter namingLists: which lists name the origin of a flow, where that is known; else all may.
    package init(
        tellsOnlyNews: Bool = false, reporter: Reporter, trafficLight: TrafficLight, hosts: HostDisclosure,
        hours: HourRange, minimumGrade: Grade,
        clockAccuracy: String?, coverage: Double?, lists: [SourceList], countrySource: String?,
        namingLists: (@Sendable (FlowRecord) -> [String])? = nil
    ) {
        self.tellsOnlyNews = tellsOnlyNews
        self.reporter = reporter
        self.trafficLight = trafficLight
        self.hosts = hosts
        self.hours = hours
        self.minimumGrade = minimumGrade
        self.clockAccuracy = clockAccuracy
        self.coverage = coverage
        self.lists = lists
        self.countrySource = countrySource
        self.namingLists = namingLists
        allListNames = distinctLabels(lists.map(\.name))
    }

    /// The names of the lists that name the origin of a flow, or may do so.
    func listNames(of flow: FlowRecord) -> [String] {
        namingLists.map { distinctLabels($0(flow)) } ?? allListNames
    }
}

/// Who sends a notice.
package struct Reporter: Sendable {
    package let name: String
    /// An e-mail address.
    package let contact: String

    /// - Parameters:
    ///   - name: `nil` for one that is still to be filled in.
    ///   - contact: as `name`; the address then lies in a domain that exists nowhere (RFC 2606 section 2).
    package init(name: String?, contact: String?) {
        self.name = name ?? "Reporter not stated"
        self.contact = contact ?? "not-stated@reporter.invalid"
    }

    /// What follows the at sign.
    var domain: String {
        contact.split(separator: "@").last.map(String.init) ?? contact
    }
}

/// The institution that a notice goes to.
package struct Recipient: Sendable {
    package let institution: String
    package let email: String
    /// Of the key that mail to it is encrypted with, as the registry has it.
    package let fingerprint: String?

    package init(institution: String, email: String, fingerprint: String?) {
        self.institution = institution
        self.email = email
        self.fingerprint = fingerprint
    }
}

/// A list that origins were matched with.
package struct SourceList: Hashable, Sendable {
    /// The name of its file, without the folder.
    package let name: String
    /// SHA-256 of its bytes, in hexadecimal.
    package let version: String
    package let entries: Int

    package init(name: String, version: String, entries: Int) {
        self.name = name
        self.version = version
        self.entries = entries
    }
}
