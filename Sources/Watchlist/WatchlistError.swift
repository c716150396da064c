/// Why a list cannot be used at all: which one, where, and what is wrong.
package struct WatchlistError: Error, Equatable {
    package let list: String
    package let problem: Problem

    package init(list: String, problem: Problem) {
        self.list = list
        self.problem = problem
    }

    package enum Problem: Error, Equatable {
        case markup
        case binary(offset: Int)
        case unknownFormat(hint: String)
        case tooManyBadLines(bad: Int, of: Int, first: LineProblem)
    }
}

extension WatchlistError: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .markup:
            "\(list): is an HTML or XML page, not a list: was a log-in or error page downloaded in its place?"
        case .binary(let offset):
            "\(list): is not text (byte \(offset) is a control character): not a list"
        case .unknownFormat(let hint):
            "\(list): \(hint)"
        case .tooManyBadLines(let bad, let all, let first):
            "\(list): \(bad) of \(all) lines do not parse, more than one in ten; refused. The first: \(first)"
        }
    }
}

/// What is wrong with, or was done about, one line of a list.
package struct LineProblem: Equatable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    /// What is wrong, with the text concerned.
    package let message: String

    package init(line: Int, message: String) {
        self.line = line
        self.message = message
    }

    package var description: String { "line \(line): \(message)" }
}
