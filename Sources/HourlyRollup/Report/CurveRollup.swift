import CensusModel
import NetworkTypes

/// Distinct hosts and origins of every hour, day and month, from flows that come hour by hour: an hour that is over is added to
/// its day, a day to its month, and memory holds one of each.
struct CurveRollup {
    /// A day or a month that is not over yet.
    private struct Bucket {
        let start: Hour
        var hosts = ShardedHostSet()
        var threats: Set<Int> = []
        /// Of its hosts, where they were counted and no others came since.
        var counts: GradeCounts?

        mutating func merge(_ others: ShardedHostSet, threats: some Sequence<Int>) {
            hosts.merge(others)
            self.threats.formUnion(threats)
            counts = nil
        }

        mutating func count(minimumGrade: Grade) -> GradeCounts {
            let counts = counts ?? hosts.counts(minimumGrade: minimumGrade)
            self.counts = counts
            return counts
        }
    }

    private static let levels: [Period] = [.day, .month]
    private let minimumGrade: Grade
    /// The hour that is not over yet, with its hosts and the origins that affected one, and of these the one that was added last.
    private var openHour: Hour?
    private var hosts = HostSet()
    private var threats: Set<Int> = []
    private var lastThreat: Int?
    /// Of each level the one that is not over yet.
    private var open: [Bucket?] = [nil, nil]
    private var hours: [Curves.Point] = []
    /// An hour of which a part was appended, and others may be.
    private var openPart: Bucket?
    /// The points of each level.
    private var points: [[Curves.Point]] = [[], []]
    /// Whether days that are over are kept as they are, for another one to take.
    private let keepsDays: Bool
    private var days: [Bucket] = []

    /// - Parameter keepsDays: whether it counts a part of the time, and is appended to what was counted of the time before.
    init(minimumGrade: Grade, keepsDays: Bool = false) {
        (self.minimumGrade, self.keepsDays) = (minimumGrade, keepsDays)
    }

    /// - Parameters:
    ///   - grade: of a flow with `host`.
    ///   - threat: the number of its origin, when the flow is such that it affects the host.
    mutating func add(_ host: IPAddress, _ grade: Grade, in hour: Hour, threat: Int?) {
        if openHour != hour {
            closeHour()
            openHour = hour
        }
        hosts.insert(host, grade)
        guard let threat, threat != lastThreat else { return }
        threats.insert(threat)
        lastThreat = threat
    }

    /// Turns the hour that is over into a point, and adds it to its day.
    private mutating func closeHour() {
        guard let hour = openHour else { return }
        openHour = nil
        hosts.sortIn()
        hours.append(
            Curves.Point(
                start: hour, threats: UInt64(threats.count), hosts: GradeCounts(hosts, minimumGrade: minimumGrade)))
        begin(hour)
        open[0]?.hosts.insert(hosts)
        open[0]?.threats.formUnion(threats)
        open[0]?.counts = nil
        hosts.removeAll()
        threats.removeAll(keepingCapacity: true)
        lastThreat = nil
    }

    /// Closes the days and months that are over when `hour` begins, and opens its own.
    private mutating func begin(_ hour: Hour) {
        for (level, period) in Self.levels.enumerated() where open[level]?.start != period.start(of: hour) {
            close(level)
            open[level] = Bucket(start: period.start(of: hour))
        }
    }

    /// Closes the last hour and counts the days, of one that keeps days.
    mutating func seal() {
        closeHour()
        close(0)
        for place in days.indices { _ = days[place].count(minimumGrade: minimumGrade) }
    }

    /// Takes what another one has counted of the hours behind, which keeps days and was sealed.
    /// - Parameter threats: the numbers that its origins have here.
    mutating func append(_ other: consuming CurveRollup, threats: [Int]) {
        closeHour()
        if other.hours.count == 1, let day = other.days.first {
            // The only hour of its day: it may be a part of one.
            appendPart(of: other.hours[0].start, day, threats)
        } else {
            closePart()
            hours += other.hours
        }
        for day in other.days {
            let isFirstOfDay = open[0]?.start != day.start
            begin(day.start)
            open[0]?.merge(day.hosts, threats: day.threats.lazy.map { threats[$0] })
            if isFirstOfDay { open[0]?.counts = day.counts }
        }
    }

    private mutating func appendPart(of hour: Hour, _ part: Bucket, _ numbers: [Int]) {
        let isFirst = openPart?.start != hour
        if isFirst {
            closePart()
            openPart = Bucket(start: hour)
        }
        openPart?.merge(part.hosts, threats: part.threats.lazy.map { numbers[$0] })
        if isFirst { openPart?.counts = part.counts }
    }

    private mutating func closePart() {
        guard var part = openPart.take() else { return }
        let counts = part.count(minimumGrade: minimumGrade)
        hours.append(Curves.Point(start: part.start, threats: UInt64(part.threats.count), hosts: counts))
    }

    /// Turns a time that is over into a point, and adds it to the longer one around it.
    private mutating func close(_ level: Int) {
        guard var bucket = open[level].take() else { return }
        if keepsDays, Self.levels[level] == .day { return days.append(bucket) }
        points[level].append(
            Curves.Point(
                start: bucket.start, threats: UInt64(bucket.threats.count),
                hosts: bucket.count(minimumGrade: minimumGrade)))
        guard level + 1 < open.count else { return }
        open[level + 1]?.merge(bucket.hosts, threats: bucket.threats)
    }

    /// The curves, with points of zeros for times that were watched and had no flow.
    consuming func finish(_ coverage: [Hour: Coverage]) -> Curves {
        closeHour()
        closePart()
        for level in open.indices { close(level) }
        var curves = Curves()
        curves.hours = Self.fill(hours, .hour, coverage)
        curves.days = Self.fill(points[0], .day, coverage)
        curves.months = Self.fill(points[1], .month, coverage)
        return curves
    }

    private static func fill(
        _ points: [Curves.Point], _ period: Period, _ coverage: [Hour: Coverage]
    ) -> [Curves.Point] {
        var parts: [Hour: Coverage] = [:]
        for (hour, part) in coverage { parts[period.start(of: hour), default: Coverage()].merge(part) }
        var filled = Dictionary(uniqueKeysWithValues: points.map { ($0.start, $0) })
        for (start, part) in parts { filled[start, default: Curves.Point(start: start)].coverage = part.share }
        return filled.values.sorted { $0.start < $1.start }
    }
}
