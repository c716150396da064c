import HourlyRollup
package import TextFormats

/// What the section `events` of a configuration says: rules, and sinks.
package struct EventSettings: Sendable {
    package var rules = EventRules()
    package var sinks: [EventSinkPlan] = []

    package init() {}

    /// What is wrong with a setting, and at which line, from 1.
    package struct Problem: Error, Equatable, Sendable {
        package let line: Int
        /// The setting with those around it: `sinks soc: url`.
        package let name: String
        package let reason: String
    }

    private static let names = ["again", "limit", "coverage", "grades", "sinks", "suppress", "thresholds"]

    /// The settings of a section, as far as they can be used, and everything that is wrong with others.
    package static func examine(_ section: [YAMLMember]) -> (settings: EventSettings, problems: [Problem]) {
        var (settings, problems) = (EventSettings(), [Problem]())
        let nested = ["sinks", "suppress", "thresholds"]
        do throws(Problem) {
            try settings.take(
                SettingValues(
                    "", section.filter { !nested.contains($0.name) }, at: section.first?.line ?? 1, names: names))
        } catch {
            problems.append(error)
        }
        for member in section where nested.contains(member.name) {
            guard case .mapping(let parts) = member.value.content else {
                if !member.value.isNull {
                    problems.append(
                        Problem(
                            line: member.line, name: member.name, reason: "is made of names with settings below them"))
                }
                continue
            }
            for part in parts {
                do throws(Problem) { try settings.take(part, of: member.name) } catch { problems.append(error) }
            }
        }
        return (settings, problems)
    }

    private mutating func take(_ values: SettingValues) throws(Problem) {
        rules.hoursUntilNew =
            try values.seconds("again").map { Int32(clamping: max(1, $0 / 3_600)) } ?? rules.hoursUntilNew
        rules.mostInHour = try values.number("limit", 1...1_000_000).map(Int64.init) ?? rules.mostInHour
        rules.minimumCoverage = try values.share("coverage") ?? rules.minimumCoverage
        if let grades = try values.words("grades") {
            rules.risenGrades = try Set(
                values.each(grades, "grades", "answered or exchanged") { word in
                    Grade(name: word).flatMap { [.answered, .exchanged].contains($0) ? $0 : nil }
                })
        }
    }

    private mutating func take(_ part: YAMLMember, of section: String) throws(Problem) {
        guard case .mapping(let members) = part.value.content else {
            throw Problem(line: part.line, name: "\(section) \(part.name.printable)", reason: "is made of settings")
        }
        let values = { (names: [String]) throws(Problem) in
            try SettingValues("\(section) \(part.name.printable)", members, at: part.line, names: names)
        }
        switch section {
        case "sinks": sinks.append(try EventSinkPlan(name: part.name, try values(EventSinkPlan.names)))
        case "suppress": rules.suppressions.append(try EventSuppression(part.name, try values(EventSuppression.names)))
        default: rules.thresholds.append(try EventThreshold(part.name, try values(EventThreshold.names)))
        }
    }
}
