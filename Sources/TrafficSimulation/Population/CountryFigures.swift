/// What a country of a plan comes to: its origins by role and version, and how many hosts each kind meets.
struct CountryFigures {
    let isDomestic: Bool
    /// Assets that its back doors enter; each has its own group.
    let entered: Int
    let backDoors: Int
    let controllers4: Int
    let controllers6: Int
    /// Distinct hosts that its controllers affect.
    let called4: Int
    let called6: Int

    /// Of four entered assets one back door is the origin, about.
    private static let assetsPerBackDoor = 4

    init(_ country: TrafficPlan.Country, of plan: TrafficPlan) {
        isDomestic = country.country == plan.home && !country.country.isEmpty
        entered = plan.intrusions(from: country.country)
        let called = country.hosts - entered
        if entered == 0 {
            backDoors = 0
        } else if called == 0 {
            backDoors = country.origins
        } else {
            backDoors = min(country.origins - 1, max(1, entered / Self.assetsPerBackDoor))
        }
        let controllers = country.origins - backDoors
        let share = isDomestic ? 0 : plan.ipv6
        let (origins6, hosts6) = (controllers * share / 100, called * share / 100)
        // Both ends of a contact are of one version.
        let has6 = origins6 > 0 && hosts6 > 0
        controllers6 = has6 ? origins6 : 0
        called6 = !has6 ? 0 : origins6 == controllers ? called : hosts6
        controllers4 = controllers - controllers6
        called4 = called - called6
    }

    /// How many of the hosts affected from abroad have IPv6, so that the countries' numbers fit round both circles.
    static func hosts6(_ countries: [CountryFigures], distinct: Int, share: Int) throws(TrafficPlanProblem) -> Int {
        let foreign = countries.filter { !$0.isDomestic }
        let (sum4, sum6) = (foreign.reduce(0) { $0 + $1.called4 }, foreign.reduce(0) { $0 + $1.called6 })
        let (most4, most6) = (foreign.map(\.called4).max() ?? 0, foreign.map(\.called6).max() ?? 0)
        let (fewest, most) = (max(most6, distinct - sum4), min(sum6, distinct - most4))
        guard fewest <= most else {
            throw TrafficPlanProblem("ipv6: so large a share of so many hosts cannot be had; less of both, or 0, can")
        }
        return min(max(distinct * share / 100, fewest), most)
    }
}
