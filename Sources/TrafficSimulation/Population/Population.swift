import CensusModel
import NetworkTypes

/// Everybody in a simulation: hosts, assets, origins, and what the list says of these.
struct Population {
    let hosts: HostSpace
    /// The assets, in the order of their host numbers.
    let assets: [SimulatedAsset]
    /// The host numbers of the websites.
    let websites: [Int]
    /// In the order of their addresses, which is the order of rows.
    let origins: [SimulatedOrigin]
    /// What the list says, by its number.
    let listings: [Listing]
    /// Listed addresses that stay silent.
    let silent: [IPAddress]
    /// The networks abroad, and a place in the plan's countries for each.
    let networks: [(prefix: IPPrefix, country: Int)]
    /// The addresses that no background may have.
    let listed4: Set<UInt32>

    /// The class and the label of an entry.
    struct Listing: Hashable {
        let threatClass: ThreatClass
        let label: String
    }

    init(_ plan: TrafficPlan, _ calendar: ActiveHours, seed: UInt64) throws(TrafficPlanProblem) {
        var builder = try PopulationBuilder(plan, calendar, seed: seed)
        try builder.addOrigins()
        hosts = builder.hosts
        assets = builder.assets
        let firstAsset = builder.hosts.assets.lowerBound
        websites = builder.assets.indices.filter { builder.assets[$0].kind == TrafficPlan.website }
            .map { firstAsset + $0 }
        origins = builder.origins.sorted { $0.address < $1.address }
        listings = builder.listings
        silent = builder.silent
        networks = builder.addresses.networks
        listed4 = builder.addresses.taken4
    }
}

/// A host of the inventory.
struct SimulatedAsset {
    let kind: String
    let sector: String
    let name: String
}
