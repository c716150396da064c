package import NetworkTypes

/// Which flows to read.
package struct FlowFilter: Sendable {
    package var hours: HourRange
    /// Only origins from one address up to another, both included.
    package var origins: ClosedRange<IPAddress>?
    /// As `origins`.
    package var hosts: ClosedRange<IPAddress>?
    /// Of the origins and hosts in those ranges only these, where they are few: what a source need not read, or judge.
    package var namedOrigins: AddressSet?
    package var namedHosts: AddressSet?
    /// Only 5-tuples from this one on, in every hour.
    package var start: FlowTuple?
    /// Only what the sources of one sensor told; the empty name stands for those without one.
    package var sensor: String?
    /// Whether to read what was pruned and is kept for who began, too.
    package var includesPruned = false
    /// Flows of hours before this one are only asked what tells who began: a source may leave out their bytes and last times.
    package var evidenceBefore: Hour?

    package init(hours: HourRange, origin: IPAddress? = nil, host: IPAddress? = nil) {
        self.hours = hours
        origins = origin.map { $0...$0 }
        hosts = host.map { $0...$0 }
    }

    package func admits(_ key: FlowKey) -> Bool {
        hours.contains(key.hour) && (origins?.contains(key.origin) ?? true) && (hosts?.contains(key.host) ?? true)
            && (start.map { $0 <= key.tuple } ?? true) && (namedOrigins?.contains(key.origin) ?? true)
            && (namedHosts?.contains(key.host) ?? true)
    }
}
