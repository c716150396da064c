import ArgumentParser
import CensusQueries
package import HourlyRollup
import NetworkTypes

/// The period of a report: a whole year, month, day or hour, or a whole unit of the calendar told from now.
package struct PeriodArgument: ExpressibleByArgument {
    package let period: ReportPeriod
    package let isRelative: Bool

    package init?(argument: String) {
        if let period = ReportPeriod(calendar: argument) {
            (self.period, isRelative) = (period, false)
        } else if let expression = TimeExpression(argument), let unit = expression.wholeUnit,
            let period = ReportPeriod(from: Hour(containing: unit.from), to: Hour(containing: unit.to))
        {
            (self.period, isRelative) = (period, expression.isRelative)
        } else {
            return nil
        }
    }

    /// What a relative period was taken for; `nil` for one that says it itself.
    package var notice: String? { isRelative ? "--period is taken for \(period.from) to \(period.to)" : nil }
}
