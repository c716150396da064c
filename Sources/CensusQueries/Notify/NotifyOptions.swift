package import CensusNotice
package import HourlyRollup
package import NetworkTypes

/// What to tell whom.
package struct NotifyOptions: Sendable {
    package var store: String
    /// The folder that the bundles go into.
    package var folder: String
    package var countries: CountryChoice
    package var hours = HourRange()
    package var minimumGrade = Grade.attempted
    /// Whether an origin's answer stands for what a host sent.
    package var seesOneWay = false
    package var trafficLight = TrafficLight.amber
    package var hosts = HostChoice.pseudonym
    /// The file with the key for pseudonyms; `nil` to draw one.
    package var keyFile: String?
    package var reporterName: String?
    package var reporterContact: String?
    package var clockAccuracy: String?
    /// The country file, and our own country, which `all` leaves out.
    package var enrichment = EnrichmentOptions()
    package var contactsFile: String?
    /// Lists in which each flow's origin is looked up; none where the lists that the store has noted are to be named.
    package var lists: [String] = []
    /// The file that says what was told, so that only what is new is; `nil` to tell everything.
    package var memoryFile: String?
    /// How mails are made; `nil` for none.
    package var mail: MailOptions?
    /// Whether folders that are there may be replaced.
    package var replaces = false

    package init(store: String, folder: String, countries: CountryChoice) {
        self.store = store
        self.folder = folder
        self.countries = countries
    }
}

/// Which countries get a bundle.
package enum CountryChoice: Equatable, Sendable {
    /// Every country of which an origin is known, but the home country.
    case all
    /// Those named, the home country too when it is among them.
    case some(Set<CountryCode>)
    /// Origins of which no country is known, to be looked at by hand.
    case unknown

    /// Reads `all`, `unknown`, or the letters of countries; `nil` for anything else, and for several of them.
    package init?(_ words: [String]) {
        switch words.map({ $0.lowercased() }) {
        case []: return nil
        case ["all"]: self = .all
        case ["unknown"]: self = .unknown
        case let words:
            let codes = words.compactMap { CountryCode($0) }
            guard codes.count == words.count else { return nil }
            self = .some(Set(codes))
        }
    }

    func includes(_ country: CountryCode?, home: CountryCode?) -> Bool {
        switch self {
        case .all: country != nil && country != home
        case .some(let countries): country.map(countries.contains) ?? false
        case .unknown: country == nil
        }
    }
}

/// How internal addresses are shown.
package enum HostChoice: String, CaseIterable, Sendable {
    case show
    case prefix
    case pseudonym

    func disclosure(_ key: @autoclosure () throws -> PseudonymKey) rethrows -> HostDisclosure {
        try disclosure(HostPseudonyms(key: try key().key))
    }

    package func disclosure(_ names: @autoclosure () throws -> HostPseudonyms) rethrows -> HostDisclosure {
        switch self {
        case .show: .show
        case .prefix: .prefix
        case .pseudonym: .pseudonym(try names())
        }
    }
}
