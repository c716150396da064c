package import CensusExport
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
    package var trafficLight = TrafficLight.amber
    package var hosts = HostChoice.pseudonym
    /// The file with the key for pseudonyms; `nil` to draw one.
    package var keyFile: String?
    package var reporterName: String?
    package var reporterContact: String?
    package var clockAccuracy: String?
    package var geoFile: String?
    package var contactsFile: String?
    package var home: String?
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
    case some(Set<String>)
    /// Origins of which no country is known, to be looked at by hand.
    case unknown

    func includes(_ country: String?, home: String?) -> Bool {
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
}
