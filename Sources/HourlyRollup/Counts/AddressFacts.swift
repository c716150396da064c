package import NetworkTypes

/// What files beside the census say of origins and hosts, as far as rows need it.
package struct AddressFacts: Sendable {
    /// The country of an origin; `nil` where it is not known.
    package var country: @Sendable (IPAddress) -> CountryCode?
    /// The number of the autonomous system of an origin; `nil` where it is not known.
    package var system: @Sendable (IPAddress) -> UInt32?
    /// Who answers for a host; `nil` where no inventory says.
    package var owner: @Sendable (IPAddress) -> HostOwner?

    package init(
        country: @escaping @Sendable (IPAddress) -> CountryCode? = { _ in nil },
        system: @escaping @Sendable (IPAddress) -> UInt32? = { _ in nil },
        owner: @escaping @Sendable (IPAddress) -> HostOwner? = { _ in nil }
    ) {
        (self.country, self.system, self.owner) = (country, system, owner)
    }
}

/// What an inventory says of a host, for the people who clean up: all of it the operator's own words, empty where it says nothing.
package struct HostOwner: Equatable, Sendable {
    package let name: String
    package let sector: String
    package let contact: String

    package init(name: String, sector: String, contact: String) {
        (self.name, self.sector, self.contact) = (name, sector, contact)
    }
}
