/// The few figures from which the traffic of a whole network is made: a small JSON file.
///
/// Every figure has to be there but `home` and `attacks`.
package struct TrafficPlan: Codable, Equatable, Sendable {
    /// The first instant, as `2013-01-01`; a whole hour.
    package var from: String
    /// The instant behind the last.
    package var to: String
    /// The country of the internal networks: origins there are domestic. None where it is missing.
    package var home: String?
    /// One network of IPv4, and one of IPv6 where there is IPv6: none wider than /8, that of IPv6 not narrower than /64.
    package var `internal`: [String]
    /// How many distinct hosts are affected from abroad, those of `assets` included. Where the countries' hosts add up to
    /// more, the rest is hosts that several countries reach.
    package var hosts: Int
    /// How many internal hosts more there are, which nobody affects.
    package var bystanders: Int
    package var countries: [Country]
    package var assets: [AssetGroup]
    package var scanners: Scanners
    /// Addresses that are listed, and of which no packet comes.
    package var silent: Int
    /// Packets that match nothing.
    package var background: Int
    /// How many hundredths of a foreign country's controllers and of their hosts have IPv6 addresses, as far as both ends can
    /// be found; everything else has IPv4.
    package var ipv6: Int
    /// In how many hours a controller or a back door is active, about.
    package var activeHours: Int
    package var grades: GradeMix
    package var labels: [LabelShare]
    /// No attacks where it is missing.
    package var attacks: Attacks?

    /// The origins of a country, and the hosts that they affect.
    package struct Country: Codable, Equatable, Sendable {
        /// ISO 3166 alpha-2; empty for origins whose country no file knows.
        package var country: String
        package var origins: Int
        /// Distinct hosts affected from there, those of `assets` included.
        package var hosts: Int
    }

    /// Internal hosts of an inventory, of which some are entered through back doors.
    package struct AssetGroup: Codable, Equatable, Sendable {
        package var kind: String
        package var sector: String
        /// How many are in the inventory.
        package var listed: Int
        /// How many distinct ones are entered from abroad.
        package var intruded: Int
        /// How many distinct ones are entered from each country.
        package var from: [String: Int]
    }

    /// Listed addresses that probe and affect nobody.
    package struct Scanners: Codable, Equatable, Sendable {
        package var origins: Int
        /// How many probes they send together.
        package var probes: Int
    }

    /// Of contacts that a host begins, how many of each grade: shares of their sum.
    package struct GradeMix: Codable, Equatable, Sendable {
        package var attempted: Int
        package var answered: Int
        package var exchanged: Int
    }

    /// What lists say of origins: `share` of the sum of shares. Back doors and scanners have the labels of their class.
    package struct LabelShare: Codable, Equatable, Sendable {
        package var label: String
        package var `class`: String
        package var share: Int
    }
}

/// What in a plan cannot be.
package struct TrafficPlanProblem: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
