import CensusModel
import HourlyRollup
import Logging

extension InputOutcome {
    /// Says in one line what became of the input, and before it what is wrong with it.
    func log(to logger: Logger) {
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

    private var counts: String { "\(coverage.seen) packets, \(coverage.matched) matched" }

    private static func words(_ manner: Manner) -> String {
        switch manner {
        case .whole: ""
        case .continued(let position): "counted before up to byte \(position), continued there: "
        case .again: "counted anew, in place of what it contributed before: "
        case .besides(let name): "begins like \(name) and differs from it, counted as another capture: "
        }
    }
}
