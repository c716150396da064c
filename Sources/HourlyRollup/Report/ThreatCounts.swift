/// What origins of one kind did: how many there were, and whom they reached.
package struct ThreatCounts: Equatable, Sendable {
    /// Distinct origins that exchanged a packet with a host.
    package internal(set) var origins: UInt64 = 0
    /// Of these, origins that affected a host: the threats of the statement.
    package internal(set) var threats: UInt64 = 0
    /// Distinct hosts: one that several of the origins reached counts once.
    package internal(set) var hosts = GradeCounts()
    /// Of these, hosts that are websites of the inventory and `intruded`.
    package internal(set) var enteredWebsites: UInt64 = 0

    package init() {}
}
