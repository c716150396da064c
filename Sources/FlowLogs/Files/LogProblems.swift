/// What was wrong with single lines or blocks of a log, whose rest was read: all are counted, and the first are named.
package struct LogProblems: Equatable, Sendable {
    /// Where it was, and what is wrong.
    package struct Problem: Equatable, Sendable, CustomStringConvertible {
        package fileprivate(set) var place: LogPlace
        package let message: String

        package var description: String { "\(place): \(message)" }
    }

    /// How many are named.
    package static let maximumNamed = 10

    package private(set) var count = 0
    package private(set) var first: [Problem] = []
    /// Lines or blocks that were passed, so that the numbers of what follows go on.
    package internal(set) var passed = 0

    package init() {}

    /// How many were counted and not named.
    package var unnamedCount: Int { count - first.count }

    mutating func note(_ place: LogPlace, _ message: @autoclosure () -> String) {
        count += 1
        if first.count < Self.maximumNamed { first.append(Problem(place: place, message: message())) }
    }

    /// Those that were noted since, as of a stretch that begins there.
    package func since(_ before: LogProblems) -> LogProblems {
        var rest = LogProblems()
        rest.first = first.dropFirst(before.first.count).map { problem in
            var problem = problem
            problem.place = problem.place.moved(by: -before.passed)
            return problem
        }
        (rest.count, rest.passed) = (count - before.count, passed - before.passed)
        return rest
    }

    /// Adds those of the stretch that follows, which was read from its own line 1 on.
    package mutating func append(_ next: LogProblems) {
        for problem in next.first.prefix(Self.maximumNamed - first.count) {
            var problem = problem
            problem.place = problem.place.moved(by: passed)
            first.append(problem)
        }
        count += next.count
        passed += next.passed
    }
}

extension LogPlace {
    /// The same place, counted from where so many lines or blocks come before.
    fileprivate func moved(by count: Int) -> LogPlace {
        switch self {
        case .byte: self
        case .block(let number, let offset): .block(number + count, at: offset)
        case .line(let number, let offset): .line(number + count, at: offset)
        }
    }
}
