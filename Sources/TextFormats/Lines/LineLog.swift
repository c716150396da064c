/// Lines to which the same thing happened: all are counted, by reason, and the first are named.
package struct LineLog: Equatable, Sendable {
    package private(set) var count = 0
    /// The first lines, at most as many as were requested.
    package private(set) var first: [LineProblem] = []
    package private(set) var reasons: [String: Lines] = [:]

    /// The lines to which it happened for one reason.
    package struct Lines: Equatable, Sendable {
        package fileprivate(set) var count = 0
        /// The first few of their numbers.
        package fileprivate(set) var first: [Int] = []

        fileprivate static let maximumFirst = 5
    }

    /// A list can make reasons up, as names of types; of that many it is enough.
    private static let maximumReasons = 64

    package init() {}

    /// - Parameters:
    ///   - reason: what is the same for many lines.
    ///   - message: what is said of this line; made only for the lines that are named.
    package mutating func note(_ line: Int, reason: String, limit: Int, _ message: () -> String) {
        count += 1
        let isNew = reasons.count < Self.maximumReasons || reasons[reason] != nil
        reasons[isNew ? reason : "other reasons", default: Lines()].note(line)
        if first.count < limit { first.append(LineProblem(line: line, message: message())) }
    }

    /// How many lines were counted and not named.
    package var unnamedCount: Int { count - first.count }
}

extension LineLog.Lines {
    fileprivate mutating func note(_ line: Int) {
        count += 1
        if first.count < Self.maximumFirst, first.last != line, line > 0 { first.append(line) }
    }
}

extension LineLog.Lines: CustomStringConvertible {
    /// `line 7`, `lines 3, 4, 9, …`; how many there are where lines have no numbers.
    package var description: String {
        if first.isEmpty { return "\(count) times" }
        let more = count > first.count && first.count == Self.maximumFirst ? ", …" : ""
        return "line\(first.count == 1 ? "" : "s") \(first.map(String.init).joined(separator: ", "))\(more)"
    }
}
