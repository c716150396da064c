import CensusModel
import NetworkTypes

/// The coverage of each period that rows tell apart, and of the whole time for rows that tell none.
struct PeriodCoverage {
    private var shares: [Hour: Double] = [:]
    private let whole: Double?
    /// Whether anything is known of any hour.
    let isKnown: Bool

    init(_ coverage: [Hour: Coverage], by period: Period?) {
        var byPeriod: [Hour: Coverage] = [:]
        var all = Coverage()
        for (hour, part) in coverage {
            all.merge(part)
            if let period { byPeriod[period.start(of: hour), default: Coverage()].merge(part) }
        }
        isKnown = !coverage.isEmpty
        shares = byPeriod.compactMapValues(\.share)
        whole = all.share
    }

    func share(of period: Hour?) -> Double? {
        period.map { shares[$0] } ?? whole
    }
}
