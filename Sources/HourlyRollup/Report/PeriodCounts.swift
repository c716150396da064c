package import CensusModel
package import NetworkTypes

/// Everything that is counted of a period: what a report shows.
///
/// Hosts are distinct within each row and never the sum of others; a host that was reached from two countries is in both
/// rows and once in the total. Only origins of a class that threatens count, but for the rows by class and label, which hold
/// all classes. The largest rows come first, by hosts affected.
package struct PeriodCounts: Equatable, Sendable {
    /// All origins that are not domestic, those of no known country among them.
    package internal(set) var foreign = ThreatCounts()
    /// Origins in the home country; none where no home was named.
    package internal(set) var domestic = ThreatCounts()
    /// Foreign origins by country; those of no known country come last.
    package internal(set) var countries: [CountryCount] = []
    package internal(set) var foreignClasses: [ClassCount] = []
    package internal(set) var domesticClasses: [ClassCount] = []
    /// Foreign origins by what lists call them. An origin with several labels is in the row of each.
    package internal(set) var labels: [LabelCount] = []
    /// The foreign origins that affected the most hosts, at most as many as were requested.
    package internal(set) var leadingOrigins: [OriginCount] = []
    /// Hosts of the inventory that foreign origins reached, by sector and kind.
    package internal(set) var assets: [AssetCount] = []
    package internal(set) var curves = Curves()
    package internal(set) var visibility = Visibility()
    /// The matched traffic of all origins, whatever their class and place.
    package internal(set) var traffic = TrafficTotals()

    package init() {}

    /// Takes the curves in which hours are whose flows are gone.
    package mutating func show(_ curves: Curves) { self.curves = curves }

    /// Notes which lists name the leading origins.
    package mutating func nameLists(_ names: (OriginCount) -> [String]) {
        for place in leadingOrigins.indices { leadingOrigins[place].lists = names(leadingOrigins[place]) }
    }

    /// The foreign country whose origins affected the most hosts; `nil` where no origin's country is known.
    package var leadingCountry: CountryCount? { countries.first { $0.country != nil && $0.counts.threats > 0 } }
    /// Whether anything is known of the period: that it was watched, or what was found.
    package var isObserved: Bool { visibility.observedHours > 0 || traffic.flows > 0 }
}

/// What came from one country.
package struct CountryCount: Equatable, Sendable {
    /// `nil` where it is not known.
    package let country: CountryCode?
    package let counts: ThreatCounts
}

/// What came from origins of one class.
package struct ClassCount: Equatable, Sendable {
    package let threatClass: ThreatClass
    package let counts: ThreatCounts
}

/// What came from foreign origins that lists give one label.
package struct LabelCount: Equatable, Sendable {
    package let threatClass: ThreatClass
    /// Text from outside; `nil` for origins without a label.
    package let label: String?
    package let counts: ThreatCounts
}

/// One origin.
package struct OriginCount: Equatable, Sendable {
    package let origin: IPAddress
    package let country: CountryCode?
    /// The worst first.
    package let classes: [ThreatClass]
    /// Text from outside; distinct, sorted.
    package let labels: [String]
    package let hosts: GradeCounts
    package let enteredWebsites: UInt64
    package let traffic: TrafficTotals
    /// Ports of its at which hosts began flows that affected them, those with the most first; none where they are too many.
    package let ports: [OriginPort]
    package let hasManyPorts: Bool
    /// The names of the lists that name it, as far as that is known.
    package internal(set) var lists: [String] = []
}

/// A sector and a kind of the inventory, in the words of the operator, in lower case.
package struct AssetKind: Hashable, Comparable, Sendable {
    package let sector: String
    package let kind: String

    /// The kind that the statement speaks of.
    package static let website = "website"

    package init(sector: String, kind: String) {
        (self.sector, self.kind) = (sector, kind)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.sector, left.kind) < (right.sector, right.kind)
    }
}

/// Hosts of one sector and kind.
package struct AssetCount: Equatable, Sendable {
    package let asset: AssetKind
    package let hosts: GradeCounts
    /// Distinct intruded hosts by the country of the origin that entered, the most first.
    package let intruded: [IntrudedCount]

    package struct IntrudedCount: Equatable, Sendable {
        package let country: CountryCode?
        package let hosts: UInt64
    }
}
