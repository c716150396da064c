package import TextFormats

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
        /// STIX 1 or OpenIOC.
        case indicatorsInXML
        /// It names what is not malicious, and was given as a list of what is.
        case isWarninglist
        case binary(offset: Int)
        case unknownFormat(hint: String)
        case tooManyBadLines(bad: Int, of: Int, first: LineProblem)
        /// The file, pipe or packing below it; the reason is said where it is known.
        case unreadable(reason: String)
        case tooLong(limit: Int)
        case tooManyEntries(limit: Int)
        /// - Parameter limit: bytes of memory that all lists together may take.
        case exceedsMemory(limit: Int)
        case damagedJSON(line: Int, reason: String)
        case damagedCompiledList(reason: String)
    }
}

extension WatchlistError: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .indicatorsInXML:
            "is XML of STIX 1 or OpenIOC, which is not read: convert it to STIX 2.1, or to a list of its addresses"
        case .markup:
            "\(list): is an HTML or XML page, not a list: was a log-in or error page downloaded in its place?"
        case .isWarninglist:
            "\(list): is a warninglist, which names what is not malicious: give it with --allowlist"
        case .binary(let offset):
            "\(list): is not text (byte \(offset) is a control character): not a list"
        case .unknownFormat(let hint):
            "\(list): \(hint)"
        case .tooManyBadLines(let bad, let all, let first):
            "\(list): \(bad) of \(all) lines do not parse, more than one in ten; refused. The first: \(first)"
        case .unreadable(let reason):
            "\(list): \(reason)"
        case .tooLong(let limit):
            "\(list): holds more than \(limit) bytes: no list is that long"
        case .tooManyEntries(let limit):
            "\(list): holds more than \(limit) entries or different texts about them: no list is that long"
        case .exceedsMemory(let limit):
            "\(list): the lists take more than the \(limit / 1_024 / 1_024) MiB that --memory has room for; give more with --memory"
        case .damagedJSON(let line, let reason):
            "\(list): line \(line): the JSON is damaged or cut: \(reason)"
        case .damagedCompiledList(let reason):
            "\(list): the compiled list is damaged: \(reason); compile it again"
        }
    }
}
