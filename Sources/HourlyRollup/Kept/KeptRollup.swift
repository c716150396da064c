import CensusModel
package import NetworkTypes

/// Puts together what reports say of hours whose flows are gone.
package struct KeptRollup {
    private let home: CountryCode?
    private let country: (IPAddress) -> CountryCode?
    private var hours: [Hour: KeptHourRows] = [:]
    private var countries: [CountryCode?: Origins] = [:]
    private var all = Origins()
    private var traffic = TrafficTotals()
    private var days: [Hour: Set<IPAddress>] = [:]
    private var months: [Hour: Set<IPAddress>] = [:]

    /// Distinct origins, and those that affected a host.
    private struct Origins {
        var active: Set<IPAddress> = []
        var threats: Set<IPAddress> = []

        mutating func add(_ origin: IPAddress, _ affects: Bool) {
            active.insert(origin)
            if affects { threats.insert(origin) }
        }
    }

    /// - Parameters:
    ///   - home: origins in this country are domestic.
    ///   - country: the country of an origin, where it is known.
    package init(home: CountryCode?, country: @escaping (IPAddress) -> CountryCode?) {
        (self.home, self.country) = (home, country)
    }

    /// Takes a row by origin and hour.
    package mutating func addOrigin(_ row: HourlyCount) {
        guard let hour = row.period, let origin = row.origin, let threatClass = row.threatClass else { return }
        traffic.merge(row.traffic)
        hours[hour, default: KeptHourRows()].coverage = row.coverage
        guard threatClass.isThreat else { return }
        let place = country(origin)
        let isDomestic = home != nil && place == home
        let affects = row.hosts.affected > 0
        hours[hour, default: KeptHourRows()].add(row.hosts, threatClass, place, isDomestic: isDomestic)
        guard !isDomestic else { return }
        all.add(origin, affects)
        countries[place, default: Origins()].add(origin, affects)
        guard affects else { return }
        hours[hour]?.threats.insert(origin)
        days[Period.day.start(of: hour), default: []].insert(origin)
        months[Period.month.start(of: hour), default: []].insert(origin)
    }

    /// Takes a row by hour.
    package mutating func addHour(_ row: HourlyCount) {
        guard let hour = row.period, let threatClass = row.threatClass else { return }
        hours[hour, default: KeptHourRows()].wholes[threatClass] = row.hosts
    }

    /// Takes a row by country and hour.
    package mutating func addCountry(_ row: HourlyCount) {
        guard let hour = row.period, let threatClass = row.threatClass, threatClass.isThreat else { return }
        hours[hour, default: KeptHourRows()].countries[row.country, default: [:]][threatClass] = row.hosts
    }

    /// What the rows say together.
    ///
    /// - Parameters:
    ///   - kept: all hours that rows were taken of, those without a row included.
    ///   - leftOut: how many hours were not.
    /// - Returns: the figures, and the curves with these hours in them.
    package func finish(_ kept: [KeptHour], leftOut: Int, in curves: Curves) -> (figures: KeptFigures, curves: Curves) {
        let points = kept.map { hours[$0.hour]?.point(at: $0.hour) ?? Curves.Point(start: $0.hour) }
        var curves = curves
        curves.take(points, threatsByDay: days.mapValues(\.count), threatsByMonth: months.mapValues(\.count))
        let figures = KeptFigures(
            points: points, origins: UInt64(all.active.count), threats: UInt64(all.threats.count),
            peak: points.filter { $0.hosts.affected > 0 }.max { $0.hosts.affected < $1.hosts.affected },
            traffic: traffic, countries: countryRows, leftOut: leftOut)
        return (figures, curves)
    }

    private var countryRows: [KeptFigures.Country] {
        countries.map { place, origins in
            let most = hours.values.map { $0.affected(from: place) }.max { $0.hosts < $1.hosts }
            // An hour that is known to have at least so many may have had more than the one that leads.
            let isLeast = hours.values.contains { $0.affected(from: place).isLeast }
            return KeptFigures.Country(
                country: place, origins: UInt64(origins.active.count), threats: UInt64(origins.threats.count),
                most: most?.hosts ?? 0, isLeast: isLeast)
        }.sorted { left, right in
            if (left.country == nil) != (right.country == nil) { return right.country == nil }
            return (right.threats, right.most, left.country?.description ?? "")
                < (left.threats, left.most, right.country?.description ?? "")
        }
    }
}
