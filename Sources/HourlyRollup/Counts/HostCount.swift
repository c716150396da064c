package import NetworkTypes

/// The census turned round: one internal host, for the people who clean up.
package struct HostCount: Equatable, Sendable {
    package let host: IPAddress
    /// The strongest of all its flows.
    package let grade: Grade
    /// Distinct origins it was seen with.
    package let origins: UInt64
    /// Distinct hours in which it was seen with one.
    package let hours: UInt64
    package let traffic: TrafficTotals
    /// Distinct labels of the entries that matched.
    package let labels: [String]
    /// The origin with the strongest evidence; of several the one with the most flows, then packets, then the lowest address.
    package let leadingOrigin: IPAddress
    /// `nil` where no inventory has the host.
    package let owner: HostOwner?
}
