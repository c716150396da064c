package import NetworkTypes

/// Which flows to read.
package struct FlowFilter: Sendable {
    package var hours: HourRange
    package var origin: IPAddress?
    package var host: IPAddress?
    /// Only 5-tuples from this one on, in every hour.
    package var start: FlowTuple?
    /// Whether to read what was pruned and is kept for who began, too.
    package var includesPruned = false

    package init(hours: HourRange, origin: IPAddress? = nil, host: IPAddress? = nil) {
        self.hours = hours
        self.origin = origin
        self.host = host
    }

    package func admits(_ key: FlowKey) -> Bool {
        hours.contains(key.hour) && (origin.map { $0 == key.origin } ?? true) && (host.map { $0 == key.host } ?? true)
            && (start.map { $0 <= key.tuple } ?? true)
    }
}
