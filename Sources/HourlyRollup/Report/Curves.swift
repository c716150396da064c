package import NetworkTypes

/// How foreign threats went over time: every hour, day and month of the period that was watched or had a flow.
///
/// A time that is missing was not watched; one that was and shows nothing has a point of zeros.
package struct Curves: Equatable, Sendable {
    package internal(set) var hours: [Point] = []
    package internal(set) var days: [Point] = []
    package internal(set) var months: [Point] = []

    package init() {}

    package struct Point: Equatable, Sendable {
        /// The first hour of the hour, day or month.
        package let start: Hour
        /// Distinct foreign origins that affected a host in this time.
        package internal(set) var threats: UInt64 = 0
        /// Distinct hosts in this time.
        package internal(set) var hosts = GradeCounts()
        /// The share of its packets that were decoded and not dropped; `nil` when unknown.
        package internal(set) var coverage: Double?
        /// Whether there were at least so many threats, or hosts, for flows of this time are gone and their counts do not add up.
        package internal(set) var threatsAreLeast = false
        package internal(set) var hostsAreLeast = false
    }
}
