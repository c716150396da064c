import CensusModel
package import HourlyRollup
import TextFormats

/// What a report states in words: the statement first, then what has to be said with it.
package struct ReportStatement {
    private let report: ReportFigures
    private var counts: PeriodCounts { report.counts }

    package init(_ report: ReportFigures) {
        self.report = report
    }

    /// The statement itself: one paragraph.
    package var statement: String {
        guard let period = report.period else {
            return "The store holds nothing: no capture was counted, and no interface was watched."
        }
        let time = ReportWords.time(period)
        guard period.hourCount > 0 else { return "The period holds no hour: it ends where it begins." }
        guard counts.isObserved else {
            return keptStatement(time) ?? "Nothing was observed \(time), so nothing is stated of it."
        }
        return ([affected(time)] + leading + [entered]).joined(separator: " ")
    }

    /// What is stated where all flows are gone and counts are kept.
    private func keptStatement(_ time: String) -> String? {
        guard let kept = report.kept, !kept.points.isEmpty else { return nil }
        let first = "Of the time \(time) only counts by hour are kept."
        guard let peak = kept.peak else {
            return "\(first) No host was affected by threats originating from foreign addresses."
        }
        let by = "by \(ReportWords.count(kept.threats, "threat", "threats")) originating from foreign addresses"
        let hosts = ReportWords.count(peak.hosts.affected, "host was", "hosts were")
        let least = peak.hostsAreLeast ? "at least " : ""
        let most = "In the hour from \(ReportWords.instant(peak.start)) \(least)\(hosts) affected"
        guard kept.points.contains(where: { $0.start != peak.start && $0.hosts.affected > 0 }) else {
            return "\(first) \(most) \(by), and in no other."
        }
        return "\(first) Hosts were affected \(by); how many hosts these were together is not known. "
            + "\(most), and of no other hour are more known."
    }

    private func affected(_ time: String) -> String {
        guard counts.foreign.threats > 0 else {
            return "No host was affected by threats originating from foreign addresses \(time)."
        }
        let hosts = ReportWords.count(counts.foreign.hosts.affected, "host was", "hosts were")
        let threats = ReportWords.count(counts.foreign.threats, "threat", "threats")
        return "\(hosts) affected by \(threats) originating from foreign addresses \(time)."
    }

    private var leading: [String] {
        guard counts.foreign.threats > 0 else { return [] }
        guard let leading = counts.leadingCountry, let country = leading.country else { return [unknownCountries] }
        let threats = "\(leading.counts.threats.grouped) \(leading.counts.threats == 1 ? "was" : "were")"
        let hosts = ReportWords.count(leading.counts.hosts.affected, "host", "hosts")
        return ["Of these threats, \(threats) in \(ReportWords.nameWithArticle(country)), affecting \(hosts)."]
    }

    private var unknownCountries: String {
        report.basis.countryFile == nil
            ? "In which countries these are is not known, for no country file was given."
            : "In which countries these are is not known: the country file names none of them."
    }

    private var entered: String {
        let hasInventory = report.basis.inventory != nil
        let number = hasInventory ? counts.foreign.enteredWebsites : counts.foreign.hosts.intruded
        let (one, many) = hasInventory ? ("website", "websites") : ("host", "hosts")
        guard number > 0 else { return "No \(one) was entered from overseas." }
        var sentence =
            "\(ReportWords.count(number, "\(one) was", "\(many) were")) entered from overseas through back doors"
        if let leading = counts.leadingCountry, let country = leading.country {
            let part = hasInventory ? leading.counts.enteredWebsites : leading.counts.hosts.intruded
            sentence += ", \(part.grouped) of them from \(ReportWords.nameWithArticle(country))"
        }
        return sentence
            + (hasInventory ? "." : "; which are websites is not known, for no inventory of assets was given.")
    }

    /// What is to be said beside the statement.
    package struct Remark: Equatable, Sendable {
        package let text: String
        /// Whether it says that the counts are less than they could be, or other than they should be.
        package let isWarning: Bool
    }

    /// A paragraph each: what lowers the counts or decides them first, then domestic origins and the trend.
    package var remarks: [Remark] {
        guard report.period != nil, counts.isObserved else {
            return [keptCounts].compactMap { $0.map { Remark(text: $0, isWarning: true) } }
        }
        let warnings = [keptCounts, homeless, stale, olderLists, watched.flatMap { isWatchedWell ? nil : $0 }]
        let notes = [domestic, trend, unknown, watched.flatMap { isWatchedWell ? $0 : nil }]
        return warnings.compactMap { $0.map { Remark(text: $0, isWarning: true) } }
            + notes.compactMap { $0.map { Remark(text: $0, isWarning: false) } }
    }

    /// Of hours whose flows are gone only counts by hour are known, of which no other count can be made.
    private var keptCounts: String? {
        report.basis.kept.map { kept in
            "The flows of \(ReportWords.count(UInt64(kept.hours), "hour", "hours")) between \(kept.first) and \(kept.last) are gone, and what "
                + "is kept of them is counts by hour, which can be regrouped no more: \(keptUse)"
        }
    }

    /// What is made of kept counts, and what is not.
    private var keptUse: String {
        let left = "they are not in this report; 'flowcensus export' by hour shows them."
        guard let kept = report.kept, !kept.points.isEmpty else { return left }
        let use =
            "they are on the curves and in a table of their own, and in no other figure. Hosts of several hours or classes do "
            + "not add up, so of these there were at least as many as the curves show."
        guard kept.leftOut > 0 else { return use }
        let hours = ReportWords.count(UInt64(kept.leftOut), "hour", "hours")
        return "\(use) Those of \(hours), counted by another rule of --one-way, are left out."
    }

    /// Without a home, origins in our own country are foreign ones.
    private var homeless: String? {
        guard report.basis.home == nil, report.basis.countryFile != nil, counts.foreign.threats > 0 else { return nil }
        return "No country was named as home (--home): every origin counts as foreign, those at home included."
    }

    /// A sensor that counts by an older list misses what the newer one names.
    private var olderLists: String? {
        let sensors = report.basis.sensors.filter { !$0.olderLists.isEmpty }
        guard !sensors.isEmpty else { return nil }
        let names = sensors.map { sensor in
            "\(sensor.name.printable) (\(sensor.olderLists.map(\.printable).joined(separator: ", ")))"
        }
        return "Counted by an older list than other sensors have: \(names.joined(separator: ", "))."
    }

    /// What a feed has listed since it was fetched last is in no count.
    private var stale: String? {
        let lists = report.basis.lists.compactMap { list in
            list.confirmation.flatMap { $0.isStale && list.inputs != 0 ? "\(list.name.printable) (\($0.age))" : nil }
        }
        guard !lists.isEmpty else { return nil }
        return
            "Stale lists were counted with, and what their feeds have named since is missing: \(lists.joined(separator: ", ")) "
            + "since \(lists.count == 1 ? "it was" : "they were") confirmed."
    }

    private var domestic: String? {
        guard let home = report.basis.home else { return nil }
        let name = ReportWords.nameWithArticle(home)
        guard report.basis.countryFile != nil else {
            return "Threats at home, in \(name), cannot be told from foreign ones: no country file was given."
        }
        guard counts.domestic.threats > 0 else { return "No host was affected by threats at home, in \(name)." }
        let hosts = ReportWords.count(counts.domestic.hosts.affected, "host was", "hosts were")
        let threats = ReportWords.count(counts.domestic.threats, "threat", "threats")
        return "Counted apart: \(hosts) affected by \(threats) at home, in \(name)."
    }

    private var trend: String? {
        guard let previous = report.previous else { return nil }
        let time = ReportWords.title(previous.period)
        guard previous.keptHours == 0 else {
            return "Against the period before, \(time), no trend is known: flows of one of the two are gone."
        }
        guard previous.counts.isObserved else {
            return "The period before, \(time), was not observed: no trend is known."
        }
        let (before, now) = (previous.counts.foreign, counts.foreign)
        let hosts = Self.compared(before.hosts.affected, now.hosts.affected)
        let threats = Self.compared(before.threats, now.threats)
        return "Against the period before, \(time): hosts affected \(hosts), threats \(threats)."
    }

    private static func compared(_ before: UInt64, _ now: UInt64) -> String {
        guard before != now else { return "as before, \(now.grouped)" }
        let change = ReportWords.change(from: before, to: now).map { " (\($0))" } ?? ""
        return "\(now > before ? "up" : "down") from \(before.grouped) to \(now.grouped)\(change)"
    }

    private var unknown: String? {
        let unknown = counts.countries.first { $0.country == nil }?.counts.threats ?? 0
        guard unknown > 0, counts.leadingCountry != nil else { return nil }
        guard unknown > 1 else { return "The country of 1 threat is not known; it counts as foreign." }
        return "The countries of \(unknown.grouped) threats are not known; they count as foreign."
    }

    /// From which share of packets on nothing is missing that would be worth a warning.
    private static let goodShare = 0.99

    /// Whether every hour was watched, and nearly every packet of these decoded.
    private var isWatchedWell: Bool {
        counts.visibility.observedHours == report.period?.hourCount
            && counts.visibility.coverage.share.map { $0 >= Self.goodShare } ?? false
    }

    /// How much of the period was watched.
    private var watched: String? {
        guard let period = report.period else { return nil }
        let visibility = counts.visibility
        guard visibility.observedHours > 0 else {
            return
                "How much of the traffic was seen is not known: the store holds no coverage. The counts are lower bounds."
        }
        let hours =
            "\(UInt64(visibility.observedHours).grouped) of \(ReportWords.count(UInt64(period.hourCount), "hour", "hours"))"
        let share =
            visibility.coverage.share.map { ", and \(ReportWords.share($0)) of the packets of these decoded" } ?? ""
        let kept = report.basis.kept.map { "; of \(UInt64($0.hours).grouped) only counts are kept" } ?? ""
        return "The counts are lower bounds: \(hours) were observed\(share)\(kept)."
    }
}
