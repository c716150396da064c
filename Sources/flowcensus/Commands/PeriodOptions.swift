import ArgumentParser
import HourlyRollup
import NetworkTypes

/// Which time a report is about.
struct PeriodOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A whole year, month, day or hour, in UTC: 2013, 2013-05, 2013-05-31, 2013-05-31T23.", valueName: "period"))
    var period: ReportPeriod?

    @Option(
        help: ArgumentHelp(
            "From here on (default: where the store begins): 2013-05-31T23:00:00Z, 2013-05-31, 2013-05, 2013 or Unix seconds, in UTC.",
            valueName: "time"))
    var from: Timestamp?

    @Option(
        help: ArgumentHelp(
            "Up to here, and no longer (default: where the store ends); a date stands for its first instant.",
            valueName: "time"))
    var to: Timestamp?

    func validate() throws {
        guard period == nil || from == nil && to == nil else {
            throw ValidationError("--period says when the report begins and ends: give it without --from and --to.")
        }
        if let from, let to, to < from { throw ValidationError("--to lies before --from.") }
    }

    var hours: HourRange { period?.hours ?? HourRange(from: from, to: to) }

    /// What to say to somebody who names the same time as beginning and end.
    var hint: String? {
        guard hours.isEmpty else { return nil }
        return "--to is where the period ends, so it holds no hour; for a whole month or year give --period"
    }
}
