package import Logging
import TextFormats

extension LoadedLists {
    /// Says what was loaded, and every line that was refused, left out or changed.
    package func log(to logger: Logger) {
        for change in networkChanges { logger.warning("\(change)") }
        for list in allowlists + lists { list.log(to: logger) }
        let contradictions = Contradiction.find(in: lists, limit: ParsedList.maximumProblems)
        for contradiction in contradictions.first { logger.warning("\(contradiction)") }
        if contradictions.unnamedCount > 0 {
            logger.warning("\(contradictions.unnamedCount) more addresses are named in several classes")
        }
    }
}

extension ParsedList {
    fileprivate func log(to logger: Logger) {
        for problem in refused { logger.error("\(name): \(problem); the line is left out") }
        logRest(refusals, "refused", logger)
        for problem in drops.first { logger.warning("\(name): \(problem); the entry is left out") }
        logRest(drops, "left out", logger)
        for problem in changed { logger.warning("\(name): \(problem)") }
        logRest(changes, "changed", logger)
        logReasons(exclusions, "left out, as asked", logger)
        logReasons(skips, "passed over", logger)
        logReasons(notices, "kept", logger)
        if table.isEmpty { logger.warning("\(name): holds no entry: nothing can match it") }
        let age = folderFacts?.confirmed.map { ", confirmed at \($0)" } ?? ""
        logger.info("\(name): \(format.rawValue), \(table.count) entries, version \(version.prefix(12))\(age)")
    }

    private func logRest(_ log: LineLog, _ what: String, _ logger: Logger) {
        if log.unnamedCount > 0 { logger.warning("\(name): \(log.unnamedCount) more lines \(what)") }
    }

    /// One line for each reason, with the numbers of some lines.
    private func logReasons(_ log: LineLog, _ what: String, _ logger: Logger) {
        for (reason, lines) in log.reasons.sorted(by: { $0.key < $1.key }) {
            logger.notice("\(name): \(lines): \(reason): \(lines.count) \(what)")
        }
    }
}
