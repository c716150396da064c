package import NetworkTypes

/// What, beside the flows, decides who began and what a flow is evidence for.
package struct JudgingRules: Sendable {
    /// What the inventory states of a host; `nil` where it states nothing.
    package var services: @Sendable (IPAddress) -> ServiceSet?
    /// Whether sensors see one direction only, so that an origin's answer stands for what the host sent.
    package var seesOneWay: Bool
    /// Bytes that looking back three hours may take. Where they do not do, hours are read in parts, and each up to four times.
    package var memory: Int

    /// Enough for five million flows of IPv4 in four hours.
    package static let defaultMemory = 160 * 1_024 * 1_024

    package init(
        seesOneWay: Bool = false, memory: Int = defaultMemory,
        services: @escaping @Sendable (IPAddress) -> ServiceSet? = { _ in nil }
    ) {
        (self.seesOneWay, self.memory, self.services) = (seesOneWay, memory, services)
    }
}
