import NetworkTypes

/// A share of all hosts, by the lowest bits of their addresses. What is counted of hosts in one adds up with the others', so
/// that each can be sorted and counted by a thread of its own.
enum HostShard {
    static var count: Int { 16 }

    /// The share that a host belongs to.
    @inline(__always)
    static func number(of host: IPAddress) -> Int {
        switch host {
        case .v4(let address): number(of: address.rawValue)
        case .v6(let address): number(of: address.rawValue)
        }
    }

    /// The share that an address belongs to.
    @inline(__always)
    static func number(of address: some FixedWidthInteger) -> Int {
        Int(truncatingIfNeeded: address & 15)
    }
}
