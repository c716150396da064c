import NetworkTypes

/// A listed address of which packets come, and the hosts that it meets.
struct SimulatedOrigin {
    enum Role {
        /// Hosts call it.
        case controller
        /// It enters assets.
        case backDoor
        /// It probes, and affects nobody.
        case scanner
        /// It does nothing but attack the count, and affects nobody.
        case attacker
    }

    let address: IPAddress
    /// A place in the plan's countries.
    let country: Int
    let role: Role
    /// A place in the population's list of classes and labels.
    let listing: Int
    /// The port that its entry names, over TCP; `nil` where the entry is for all of the address.
    let port: UInt16?
    let reach: Reach
    /// The hours in which it is active, counted from the plan's first, in order.
    let hours: [Int32]

    var isIPv6: Bool {
        if case .v6 = address { true } else { false }
    }
}

/// Which hosts an origin meets, as places among those of its country, and in which of its active hours.
///
/// The own places are dealt out over the hours one by one. Some places of a neighbour are met too, so that a host has
/// several origins of a country, and some contacts come again in the next active hour, so that a host has several hours.
struct Reach {
    let hosts: HostChoice
    let own: Range<Int>
    /// The places of another origin of the country, of which one in `oneShared` is met; empty where there is none.
    let shared: Range<Int>

    /// One place in so many of a neighbour's is met as well.
    static let oneShared: UInt64 = 16
    /// One contact in so many comes again in the next active hour.
    static let oneRepeated: UInt64 = 8

    /// Hands on the hosts that are met in one of `hours` active hours, each once.
    func forEachHost(in slot: Int, of hours: Int, _ body: (Int) -> Void) {
        forEachPlace(dealtTo: slot, of: hours) { body(hosts.host($0)) }
        guard hours > 1 else { return }
        forEachPlace(dealtTo: (slot + hours - 1) % hours, of: hours) { place in
            if scramble(UInt64(place) ^ 0xA5A5 << 32) % Self.oneRepeated == 0 { body(hosts.host(place)) }
        }
    }

    private func forEachPlace(dealtTo slot: Int, of hours: Int, _ body: (Int) -> Void) {
        for place in stride(from: own.lowerBound + slot, to: own.upperBound, by: hours) { body(place) }
        for place in stride(from: shared.lowerBound + slot, to: shared.upperBound, by: hours)
        where scramble(UInt64(place)) % Self.oneShared == 0 {
            body(place)
        }
    }
}
