extension TrafficPlan {
    /// The same plan with every number of origins, hosts and packets divided: rounded up, and then so many hosts that the
    /// figures still fit each other.
    /// - Throws: which figure cannot be, whatever it is divided by.
    package func divided(by divisor: Int) throws(TrafficPlanProblem) -> TrafficPlan {
        precondition(divisor > 0, "a plan is divided by a number from 1 up")
        try checkFigures()
        guard divisor > 1 else { return self }
        let scaled = { (figure: Int) in figure > 0 ? (figure - 1) / divisor + 1 : 0 }
        var plan = self
        for index in plan.assets.indices {
            plan.assets[index].listed = scaled(assets[index].listed)
            plan.assets[index].intruded = scaled(assets[index].intruded)
            plan.assets[index].from = assets[index].from.mapValues(scaled)
        }
        for index in plan.countries.indices {
            let entered = plan.intrusions(from: countries[index].country)
            plan.countries[index].origins = max(scaled(countries[index].origins), entered > 0 ? 2 : 1)
            plan.countries[index].hosts = max(scaled(countries[index].hosts), entered + 1)
        }
        plan.bystanders = scaled(bystanders)
        plan.silent = scaled(silent)
        plan.background = scaled(background)
        plan.scanners.origins = scaled(scanners.origins)
        plan.scanners.probes = scaled(scanners.probes)
        plan.attacks = attacks?.mapped(scaled)
        plan.hosts = plan.settledHosts(scaled(hosts))
        return plan
    }

    /// The number of hosts nearest to a requested one that the countries' allow.
    private func settledHosts(_ asked: Int) -> Int {
        let called = foreignCountries.map { $0.hosts - intrusions(from: $0.country) }
        let entered = assets.reduce(0) { $0 + $1.intruded }
        return min(max(asked - entered, called.max() ?? 0), called.reduce(0, +)) + entered
    }

    /// The countries that are not home.
    var foreignCountries: [Country] { countries.filter { $0.country != home || $0.country.isEmpty } }

    /// How many assets are entered from a country.
    func intrusions(from country: String) -> Int {
        assets.reduce(0) { $0 + ($1.from[country] ?? 0) }
    }
}
