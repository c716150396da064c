package import ArgumentParser
package import CensusQueries
import HourlyRollup
package import NetworkTypes

/// Which time a report is about.
package struct PeriodOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A whole year, month, week, day or hour, in UTC: 2013, 2013-05, 2013-W22, 2013-05-31, 2013-05-31T23, yesterday, 'last week' or 'last month'.",
            valueName: "period"))
    package var period: PeriodArgument?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "From here on (default: where the store begins): 2013-05-31T23:00:00Z, 2013-05-31, 2013-05, 2013, 2013-W22, Unix seconds, yesterday, 'last week' or -24h, in UTC.",
            valueName: "time"))
    package var from: TimeExpression?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Up to here, and no longer (default: where the store ends); a date stands for its first instant.",
            valueName: "time"))
    package var to: TimeExpression?

    package func validate() throws {
        guard period == nil || from == nil && to == nil else {
            throw ValidationError("--period says when the report begins and ends: give it without --from and --to.")
        }
        if let from, let to, to.time < from.time { throw ValidationError("--to lies before --from.") }
    }

    package var hours: HourRange { period?.period.hours ?? HourRange(from: from?.time, to: to?.time) }

    /// What relative times were taken for, and what to say to somebody who names the same time as beginning and end.
    package var notices: [String] {
        var notices = [period?.notice, from?.notice("--from"), to?.notice("--to")].compactMap(\.self)
        if hours.isEmpty {
            notices.append(
                "--to is where the period ends, so it holds no hour; for a whole month or year give --period")
        }
        return notices
    }

    package init() {}
}
