import CensusModel
import NetworkTypes

/// Keeps book of what a simulation decides. It knows nothing of packets, and nothing of how they are counted.
struct Truth {
    private let plan: TrafficPlan
    private let population: Population
    private let domesticCountry: Int?
    private var foreign: ScopeLedger
    private var domestic: ScopeLedger
    private var countries: [ScopeLedger]
    /// By raw value of the class.
    private var classes: [ScopeLedger]
    private var labels: [ScopeLedger]
    /// For every asset, the countries from which it was entered.
    private var entered: [Set<Int>]
    /// Hosts affected from abroad.
    private var days: DistinctByPeriod
    private var months: DistinctByPeriod
    /// Which origins of the population met a host so far, and which affected one.
    private var met: [Bool]
    private var affecting: [Bool]
    /// How many attacks there were, by raw value of their kind.
    private var attacks = [Int](repeating: 0, count: AttackKind.allCases.count)
    var capture = TruthStatement.Capture()

    init(_ plan: TrafficPlan, _ population: Population) {
        self.plan = plan
        self.population = population
        domesticCountry = plan.countries.firstIndex { $0.country == plan.home && !$0.country.isEmpty }
        let empty = ScopeLedger(hosts: population.hosts.count)
        (foreign, domestic) = (empty, empty)
        countries = plan.countries.map { _ in empty }
        classes = ThreatClass.allCases.map { _ in empty }
        labels = population.listings.map { _ in empty }
        entered = population.assets.map { _ in [] }
        days = DistinctByPeriod(hosts: population.hosts.count)
        months = days
        met = population.origins.map { _ in false }
        affecting = met
    }

    private mutating func forEachScope(of origin: SimulatedOrigin, _ body: (inout ScopeLedger) -> Void) {
        let threatClass = population.listings[origin.listing].threatClass
        if origin.country == domesticCountry {
            body(&domestic)
        } else {
            body(&classes[Int(threatClass.rawValue)])
            body(&labels[origin.listing])
            if threatClass != .scanner { body(&foreign) }
        }
        if threatClass != .scanner { body(&countries[origin.country]) }
    }

    /// Notes that a host had a contact with an origin, which has this place in the population.
    mutating func note(_ host: Int, of place: Int, _ outcome: Outcome, in date: SimulatedDate) {
        guard !outcome.isEmpty else { return }
        let origin = population.origins[place]
        count(origin, at: place, affects: outcome.isAffected)
        forEachScope(of: origin) { $0.note(host, outcome) }
        guard outcome.isAffected, origin.country != domesticCountry else { return }
        if outcome == .intruded { entered[host - population.hosts.assets.lowerBound].insert(origin.country) }
        days.note(host, in: date.day)
        months.note(host, in: date.month)
    }

    /// Counts an origin when it first meets a host, and as a threat when it first affects one.
    private mutating func count(_ origin: SimulatedOrigin, at place: Int, affects: Bool) {
        if !met[place] {
            met[place] = true
            forEachScope(of: origin) { $0.addOrigin() }
        }
        if affects, !affecting[place] {
            affecting[place] = true
            forEachScope(of: origin) { $0.addThreat() }
        }
    }

    /// Notes that there was an attack.
    mutating func note(_ attack: AttackKind) { attacks[Int(attack.rawValue)] += 1 }

    /// Notes the traffic of an origin in an hour.
    mutating func add(_ row: TruthRow, of origin: SimulatedOrigin) {
        forEachScope(of: origin) { $0.add(row) }
        capture.packets += row.packets + row.leftOut
        capture.tunnelForeign += row.leftOut
        capture.matched += row.packets
        capture.flows += row.flows
        capture.bytes += row.bytes
    }
}

// MARK: - The statement

extension Truth {
    func statement(seed: UInt64, firstHour: Hour) -> TruthStatement {
        TruthStatement(
            seed: seed, from: plan.from, to: plan.to, home: plan.home, foreign: foreign.statement,
            domestic: domestic.statement,
            countries: zip(plan.countries, countries).map {
                TruthStatement.Country(country: $0.country, truth: $1.statement)
            },
            classes: zip(ThreatClass.allCases, classes).map {
                TruthStatement.Listing(class: $0.name, label: nil, truth: $1.statement)
            }.filter { $0.truth.origins > 0 },
            labels: zip(population.listings, labels).map {
                TruthStatement.Listing(class: $0.threatClass.name, label: $0.label, truth: $1.statement)
            },
            assets: assets,
            days: days.counts.enumerated().map { day, affected in
                TruthStatement.Period(start: SimulatedDate.text(day: day, from: firstHour), affected: affected)
            },
            months: months.counts.enumerated().map { month, affected in
                TruthStatement.Period(start: SimulatedDate.text(month: month, from: firstHour), affected: affected)
            },
            capture: capture, attacks: plan.attacks == nil ? nil : attackCounts)
    }

    private var attackCounts: [TruthStatement.Attack] {
        AttackKind.allCases.map { TruthStatement.Attack(kind: $0.name, contacts: attacks[Int($0.rawValue)]) }
    }

    /// By kind and sector, then by kind alone.
    private var assets: [TruthStatement.Assets] {
        let kinds = distinctLabels(plan.assets.map(\.kind))
        return plan.assets.map { assets(kind: $0.kind, sector: $0.sector) }
            + kinds.map { assets(kind: $0, sector: nil) }
    }

    private func assets(kind: String, sector: String?) -> TruthStatement.Assets {
        var truth = TruthStatement.Assets(kind: kind, sector: sector, intruded: 0, from: [:])
        for (asset, countries) in zip(population.assets, entered)
        where asset.kind == kind && (sector == nil || asset.sector == sector) && !countries.isEmpty {
            truth.intruded += 1
            for country in countries { truth.from[plan.countries[country].country, default: 0] += 1 }
        }
        return truth
    }
}
