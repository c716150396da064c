import CensusModel
import NetworkTypes

/// Casts a simulation from the figures of its plan.
struct PopulationBuilder {
    private let plan: TrafficPlan
    private let countries: [CountryFigures]
    private let calendar: ActiveHours
    private var random: SeededGenerator
    let hosts: HostSpace
    private(set) var assets: [SimulatedAsset] = []
    private(set) var addresses: OriginAddresses
    private(set) var origins: [SimulatedOrigin] = []
    private(set) var listings: [Population.Listing] = []
    private(set) var silent: [IPAddress] = []

    /// The ports that entries name, where they name one.
    private static let ports: [UInt16] = [443, 8_080, 4_444, 6_667]
    private static let backDoor = Population.Listing(threatClass: .backdoor, label: "ExampleShell")
    private static let scanner = Population.Listing(threatClass: .scanner, label: "ExampleScan")

    init(_ plan: TrafficPlan, _ calendar: ActiveHours, seed: UInt64) throws(TrafficPlanProblem) {
        self.plan = plan
        self.calendar = calendar
        countries = plan.countries.map { CountryFigures($0, of: plan) }
        random = SeededGenerator(seed: seed)
        let called = plan.hosts - plan.assets.reduce(0) { $0 + $1.intruded }
        let called6 = try CountryFigures.hosts6(countries, distinct: called, share: plan.ipv6)
        hosts = try HostSpace(
            called4: called - called6, called6: called6,
            domestic: countries.first { $0.isDomestic }.map { $0.called4 } ?? 0, bystanders: plan.bystanders,
            assets: plan.assets.reduce(0) { $0 + $1.listed }, networks: plan.internal)
        addresses = OriginAddresses(internalNetworks: try plan.internalNetworks, seed: random.next())
        for group in plan.assets {
            for number in 0..<group.listed {
                let name = "\(group.sector) \(group.kind) \(number + 1)"
                assets.append(SimulatedAsset(kind: group.kind, sector: group.sector, name: name))
            }
        }
    }

    mutating func addOrigins() throws(TrafficPlanProblem) {
        for (country, figures) in plan.countries.enumerated() {
            try addresses.settle(country, origins: figures.origins)
        }
        addControllers()
        addBackDoors()
        try addScanners()
        addAttackers()
        for _ in 0..<plan.silent { silent.append(addresses.nextElsewhere()) }
    }

    private mutating func listing(_ listing: Population.Listing) -> Int {
        if let place = listings.firstIndex(of: listing) { return place }
        listings.append(listing)
        return listings.count - 1
    }

    /// A class and label of the plan, by their shares.
    private mutating func drawnListing() -> Int {
        var draw = Int.random(in: 0..<plan.labels.reduce(0) { $0 + $1.share }, using: &random)
        let share = plan.labels.first { label in
            draw -= label.share
            return draw < 0
        }
        let threatClass = share.flatMap { ThreatClass(name: $0.class) } ?? .c2
        return listing(Population.Listing(threatClass: threatClass, label: share?.label ?? ""))
    }

    private mutating func add(
        _ role: SimulatedOrigin.Role, _ address: IPAddress, of country: Int, listing: Int, port: UInt16? = nil,
        meets hosts: HostChoice, own: Range<Int>, shared: Range<Int> = 0..<0
    ) {
        let active = Int.random(in: 1...meanHours(role) * 2, using: &random)
        origins.append(
            SimulatedOrigin(
                address: address, country: country, role: role, listing: listing, port: port,
                reach: Reach(hosts: hosts, own: own, shared: shared),
                hours: calendar.drawn(role == .attacker ? active : min(active, own.count), &random)))
    }

    /// For how many hours an origin comes, about.
    private func meanHours(_ role: SimulatedOrigin.Role) -> Int {
        switch role {
        case .controller, .backDoor: plan.activeHours
        case .scanner: 3
        case .attacker: 6
        }
    }
}

// MARK: - Controllers

extension PopulationBuilder {
    private mutating func addControllers() {
        let foreign = countries.indices.filter { !countries[$0].isDomestic }
        let allotments4 = Allotment.row(foreign.map { countries[$0].called4 }, circle: hosts.called4)
        let allotments6 = Allotment.row(foreign.map { countries[$0].called6 }, circle: hosts.called6)
        for (place, country) in foreign.enumerated() {
            addControllers(countries[country].controllers4, of: country, meet: allotments4[place], overIPv6: false)
            addControllers(countries[country].controllers6, of: country, meet: allotments6[place], overIPv6: true)
        }
        for country in countries.indices where countries[country].isDomestic {
            let all = Allotment(circle: hosts.domestic, start: 0, count: hosts.domestic.count)
            addControllers(countries[country].controllers4, of: country, meet: all, overIPv6: false)
        }
    }

    /// Shares a country's hosts out among its controllers: a few have many hosts, and many have few.
    private mutating func addControllers(_ count: Int, of country: Int, meet allotment: Allotment, overIPv6: Bool) {
        guard count > 0, allotment.count > 0 else { return }
        let portions = Self.portions(of: max(allotment.count, count), among: count)
        for (place, own) in portions.enumerated() {
            // Where there are fewer hosts than controllers, a neighbour's could be the own.
            let mayShare = count > 1 && allotment.count >= count
            let address = overIPv6 ? addresses.next6(in: country) : addresses.next4(in: country)
            let namesPort = random.next() % 2 == 0
            add(
                .controller, address, of: country, listing: drawnListing(),
                port: namesPort ? Self.ports.randomElement(using: &random) : nil, meets: .allotted(allotment), own: own,
                shared: mayShare ? portions[(place + 1) % count] : 0..<0)
        }
    }

    /// Cuts places into portions of one or more, the sizes after Zipf's law: the second half of the first, the third a
    /// third. Uses divisions only, so that every machine cuts alike.
    static func portions(of places: Int, among count: Int) -> [Range<Int>] {
        let weights = (1...count).reduce(0.0) { $0 + 1 / Double($1) }
        var sizes = (1...count).map { rank in 1 + Int(Double(places - count) / (Double(rank) * weights)) }
        let excess = sizes.reduce(0, +) - places
        sizes[0] = max(1, sizes[0] - excess)
        var start = 0
        return sizes.map { size in
            defer { start += size }
            return start..<start + size
        }
    }
}

// MARK: - Back doors, scanners and attackers

extension PopulationBuilder {
    private mutating func addBackDoors() {
        let entered = enteredAssets()
        for country in countries.indices where countries[country].backDoors > 0 {
            let portions = Self.portions(of: entered[country].count, among: countries[country].backDoors)
            let listing = listing(Self.backDoor)
            for own in portions {
                let address = addresses.next4(in: country)
                add(.backDoor, address, of: country, listing: listing, meets: .named(entered[country]), own: own)
            }
        }
    }

    /// For every country the assets that it enters, group by group. Domestic back doors are allotted apart.
    private func enteredAssets() -> [[Int]] {
        var entered = [[Int]](repeating: [], count: countries.count)
        var start = hosts.assets.lowerBound
        for group in plan.assets {
            let counts = plan.countries.map { group.from[$0.country] ?? 0 }
            let foreign = counts.enumerated().map { countries[$0.offset].isDomestic ? 0 : $0.element }
            let rows = Allotment.row(foreign, circle: start..<start + group.intruded)
            for (country, count) in counts.enumerated() {
                let row =
                    countries[country].isDomestic
                    ? Allotment(circle: start..<start + group.listed, start: 0, count: count) : rows[country]
                entered[country] += (0..<row.count).map(row.host)
            }
            start += group.listed
        }
        return entered
    }

    /// One half is listed as what it is, the other as something worse: neither affects anybody.
    private mutating func addScanners() throws(TrafficPlanProblem) {
        let scanners = plan.scanners
        let foreign = countries.indices.filter { !countries[$0].isDomestic }
        guard scanners.origins > 0, !foreign.isEmpty else { return }
        let probes = scanners.probes / scanners.origins
        guard probes <= hosts.all4.count else {
            throw TrafficPlanProblem("scanners: \(probes) probes of each, where there are \(hosts.all4.count) hosts")
        }
        for number in 0..<scanners.origins {
            let country = foreign[number % foreign.count]
            let start = Int.random(in: 0..<hosts.all4.count, using: &random)
            let probed = Allotment(circle: hosts.all4, start: start, count: probes)
            add(
                .scanner, addresses.next4(in: country), of: country,
                listing: number % 2 == 0 ? listing(Self.scanner) : drawnListing(), meets: .allotted(probed),
                own: 0..<probes)
        }
    }

    /// Listed as something worse than a scanner, for every port: whatever they send matches.
    private mutating func addAttackers() {
        let foreign = countries.indices.filter { !countries[$0].isDomestic }
        guard let attacks = plan.attacks, !foreign.isEmpty else { return }
        for number in 0..<attacks.origins {
            let country = foreign[number % foreign.count]
            add(
                .attacker, addresses.next4(in: country), of: country, listing: drawnListing(), meets: .named([]),
                own: 0..<0)
        }
    }
}
