/// By what rows of the table `flow` are sorted, the class left out: those that have the same are of one 5-tuple and hour.
struct RowKey: Equatable {
    let hour: Int64
    let originVersion: UInt8
    let hostVersion: UInt8
    let origin: UInt128
    let host: UInt128
    /// Protocol, port of the host and port of the origin, from the highest bits down.
    let ports: UInt64
}

extension RowKey: Comparable {
    @inline(__always)
    static func < (left: Self, right: Self) -> Bool {
        if left.hour != right.hour { return left.hour < right.hour }
        if left.originVersion != right.originVersion { return left.originVersion < right.originVersion }
        if left.origin != right.origin { return left.origin < right.origin }
        if left.hostVersion != right.hostVersion { return left.hostVersion < right.hostVersion }
        if left.host != right.host { return left.host < right.host }
        return left.ports < right.ports
    }
}
