import CensusModel
import NetworkTypes

/// The rows that are kept of one hour, as far as its hosts can be known from them.
struct KeptHourRows {
    /// Of the rows by hour, whose hosts met any origin of the class, domestic ones included.
    var wholes: [ThreatClass: GradeCounts] = [:]
    /// Of the rows by country; empty where none are kept.
    var countries: [CountryCode?: [ThreatClass: GradeCounts]] = [:]
    /// Foreign origins that affected a host.
    var threats: Set<IPAddress> = []
    var coverage: Double?
    /// Of the rows by origin, in classes that threaten.
    private var foreign: [ThreatClass: Rows] = [:]
    private var places: [CountryCode?: [ThreatClass: Rows]] = [:]
    private var domesticClasses: Set<ThreatClass> = []

    /// Hosts of some rows of one class.
    private struct Rows {
        var count = 0
        /// Those of the row with the most hosts affected.
        var most = GradeCounts()

        mutating func add(_ hosts: GradeCounts) {
            count += 1
            if count == 1 || (most.affected, most.hosts) < (hosts.affected, hosts.hosts) { most = hosts }
        }
    }

    mutating func add(_ hosts: GradeCounts, _ threatClass: ThreatClass, _ place: CountryCode?, isDomestic: Bool) {
        guard !isDomestic else { return domesticClasses.formUnion([threatClass]) }
        foreign[threatClass, default: Rows()].add(hosts)
        places[place, default: [:]][threatClass, default: Rows()].add(hosts)
    }

    /// The hour on a curve. Hosts of several classes do not add up: then those of the class with the most are certain, of equals the first.
    func point(at hour: Hour) -> Curves.Point {
        var point = Curves.Point(start: hour, threats: UInt64(threats.count), coverage: coverage)
        let known = foreign.sorted { $0.key.rawValue < $1.key.rawValue }.map { threatClass, rows in
            let whole = domesticClasses.contains(threatClass) ? nil : wholes[threatClass]
            return (hosts: whole ?? rows.most, isLeast: whole == nil && rows.count > 1)
        }
        if let most = known.max(by: { ($0.hosts.affected, $0.hosts.hosts) < ($1.hosts.affected, $1.hosts.hosts) }) {
            point.hosts = most.hosts
            point.hostsAreLeast = most.isLeast || known.count > 1
        }
        return point
    }

    /// How many hosts origins of one country affected.
    func affected(from place: CountryCode?) -> (hosts: UInt64, isLeast: Bool) {
        let known = (places[place] ?? [:]).map { threatClass, rows in
            let whole = countries[place]?[threatClass]
            return (hosts: (whole ?? rows.most).affected, isLeast: whole == nil && rows.count > 1)
        }
        return (known.map(\.hosts).max() ?? 0, known.count > 1 || known.contains { $0.isLeast })
    }
}
