import CensusModel
import FlowLogs
import HourlyRollup
import Logging

extension InputOutcome {
    /// Says in one line what became of the input, and before it what is wrong with it.
    func log(to logger: Logger) {
        for problem in lineProblems.first { logger.warning("\(name): \(problem)") }
        if lineProblems.unnamedCount > 0 {
            logger.warning("\(name): \(lineProblems.unnamedCount) more could not be read")
        }
        if isByAnotherVersion {
            logger.notice(
                "\(name): what was counted before was counted with another version of the lists; --again counts it with this one"
            )
        }
        switch result {
        case .counted(let manner):
            logger.info("\(name): \(Self.words(manner))\(counts)")
        case .countedInPart(let manner, let problem):
            logger.error("\(problem)")
            logger.info("\(name): \(Self.words(manner))\(counts) up to there")
        case .countedBefore(let earlierName, let isShorter):
            let same = earlierName == name ? "" : " as \(earlierName)"
            let why = isShorter ? ", of which it is the beginning" : ""
            logger.notice("\(name): counted before\(same)\(why), not counted again")
        case .refused(let problem):
            logger.error("\(problem)")
        }
    }

    private var counts: String {
        let records = coverage.allRecords
        guard records.seen > 0 || records.lost.values.contains(where: { $0 > 0 }) else {
            return "\(coverage.seen) packets, \(coverage.matched) matched"
        }
        let packets = coverage.seen > 0 ? "\(coverage.seen) packets, \(coverage.matched) matched; " : ""
        return packets + "\(records.seen) records, \(records.matched) matched"
    }

    private static func words(_ manner: Manner) -> String {
        switch manner {
        case .whole: ""
        case .continued(let position): "counted before up to byte \(position), continued there: "
        case .again: "counted again, in place of what it contributed before: "
        case .otherLists(let names):
            "was counted with other lists (\(names)); counted again with these, in place of what it contributed before: "
        case .otherReading(let readsExports):
            "was counted \(readsExports ? "without" : "with") --exports; counted again \(readsExports ? "with" : "without") it, in place of what it contributed before: "
        case .besides(let name): "begins like \(name) and differs from it, counted as another capture: "
        }
    }
}
