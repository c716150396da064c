package import NetworkTypes

/// What can be said of hours whose flows are gone, by the counts that are kept of them.
///
/// Origins and traffic are exact over all of the hours, for an origin says in each row who it is. Hosts are exact within an hour only, and
/// of several countries, classes or hours together it is known how many there were at least.
package struct KeptFigures: Equatable, Sendable {
    /// One an hour, in their order.
    package let points: [Curves.Point]
    /// Distinct foreign origins of a class that threatens.
    package let origins: UInt64
    /// Of these, origins that affected a host.
    package let threats: UInt64
    /// The hour in which the most hosts were affected, the first of several; `nil` where none was.
    package let peak: Curves.Point?
    /// The matched traffic of all origins, whatever their class and place. A flow of several classes is one in each, so flows are at most
    /// so many; packets and bytes are exact.
    package let traffic: TrafficTotals
    /// Foreign origins by country, those with the most threats first, the unknown one last.
    package let countries: [Country]
    /// Hours that are not in these figures, for they were counted by another rule of `--one-way`.
    package let leftOut: Int

    /// Whether an hour may have had more hosts affected than the one with the most.
    package var mostAreLeast: Bool { points.contains { $0.hostsAreLeast } }

    /// What came from one country.
    package struct Country: Equatable, Sendable {
        /// `nil` where it is not known.
        package let country: CountryCode?
        package let origins: UInt64
        package let threats: UInt64
        /// The most hosts that were affected within an hour.
        package let most: UInt64
        /// Whether these are at least so many, and may be more.
        package let isLeast: Bool
    }
}
