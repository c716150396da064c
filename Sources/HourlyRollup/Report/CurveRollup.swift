import CensusModel
import NetworkTypes

/// Distinct hosts and origins of every hour, day and month, from flows that come hour by hour: an hour that is over is added to
/// its day, a day to its month, and memory holds one of each.
struct CurveRollup {
    /// A time that is not over yet.
    private struct Bucket {
        var start: Hour
        var hosts = HostSet()
        var threats: Set<Int> = []
    }

    private static let levels: [Period] = [.hour, .day, .month]
    private let minimumGrade: Grade
    /// The start of the first of these, and the origin that was added to it last.
    private var openHour: Hour?
    private var lastThreat: Int?
    /// Of each level the one that is not over yet.
    private var open: [Bucket?] = [nil, nil, nil]
    /// The points of each level.
    private var points: [[Curves.Point]] = [[], [], []]
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
        if openHour != hour { begin(hour) }
        open[0]?.hosts.insert(host, grade)
        guard let threat, threat != lastThreat else { return }
        open[0]?.threats.insert(threat)
        lastThreat = threat
    }

    /// Closes what is over when `hour` begins, and opens it again.
    private mutating func begin(_ hour: Hour) {
        for (level, period) in Self.levels.enumerated() where open[level]?.start != period.start(of: hour) {
            close(level)
            open[level] = Bucket(start: period.start(of: hour))
        }
        (openHour, lastThreat) = (hour, nil)
    }

    /// Takes what another one has counted of the hours behind, which keeps days.
    /// - Parameter threats: the numbers that its origins have here.
    mutating func append(_ other: consuming CurveRollup, threats: [Int]) {
        other.close(0)
        other.close(1)
        close(0)
        openHour = nil
        points[0] += other.points[0]
        for day in other.days {
            for (level, period) in Self.levels.enumerated().dropFirst()
            where open[level]?.start != period.start(of: day.start) {
                close(level)
                open[level] = Bucket(start: period.start(of: day.start))
            }
            open[1]?.hosts.merge(day.hosts)
            open[1]?.threats.formUnion(day.threats.map { threats[$0] })
        }
    }

    /// Turns a time that is over into a point, and adds it to the longer one around it.
    private mutating func close(_ level: Int) {
        guard let bucket = open[level] else { return }
        open[level] = nil
        if keepsDays, Self.levels[level] == .day { return days.append(bucket) }
        points[level].append(
            Curves.Point(
                start: bucket.start, threats: UInt64(bucket.threats.count),
                hosts: GradeCounts(bucket.hosts, minimumGrade: minimumGrade)))
        guard level + 1 < open.count else { return }
        open[level + 1]?.hosts.merge(bucket.hosts)
        open[level + 1]?.threats.formUnion(bucket.threats)
    }

    /// The curves, with points of zeros for times that were watched and had no flow.
    consuming func finish(_ coverage: [Hour: Coverage]) -> Curves {
        for level in open.indices { close(level) }
        var curves = Curves()
        curves.hours = Self.fill(points[0], .hour, coverage)
        curves.days = Self.fill(points[1], .day, coverage)
        curves.months = Self.fill(points[2], .month, coverage)
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
