package import ByteInput

/// Why a flow log cannot be read, or not further: which input, at which place, and what is wrong there.
package struct LogError: Error, Equatable {
    /// The input as the operator named it.
    package let input: String
    package let place: LogPlace?
    package let problem: Problem

    package init(input: String, place: LogPlace? = nil, problem: Problem) {
        (self.input, self.place, self.problem) = (input, place, problem)
    }

    package enum Problem: Error, Equatable {
        /// The bytes cannot be read.
        case input(ByteInputError.Problem)
        case empty
        /// The content is of no kind that is read.
        case notALog(firstBytes: [UInt8])
        /// The content is of a kind that is not read, or not of the kind that was named; `reason` says what to do.
        case refused(reason: String)
        /// The file ends within something: it may still be being written.
        case cut(in: String, present: Int, needed: Int?)
        /// What stands there cannot be read, and nothing behind it.
        case damaged(reason: String)
        /// Another file stands under the name of one that is being read.
        case replaced
        /// The file ends before it did when it was opened.
        case shrunk(end: UInt64, expected: UInt64)
    }
}

/// A place in a flow log.
package enum LogPlace: Equatable, Sendable {
    /// Bytes into the unpacked input.
    case byte(UInt64)
    /// A block of an nfcapd file, counted from 1, and the byte at which it begins.
    case block(Int, at: UInt64)
    /// A line of a text, counted from 1, and the byte at which it begins.
    case line(Int, at: UInt64)
}

extension LogError {
    /// Whether there may be nothing wrong but that the log is still being written.
    package var isCut: Bool {
        switch problem {
        case .empty, .cut, .input(.cutCompression): true
        default: false
        }
    }
}

extension LogPlace: CustomStringConvertible {
    package var description: String {
        switch self {
        case .byte(let offset): "byte \(offset)"
        case .block(let number, let offset): "block \(number) (byte \(offset))"
        case .line(let number, _): "line \(number)"
        }
    }
}

extension LogError: CustomStringConvertible {
    package var description: String { "\(input)\(place.map { " at \($0)" } ?? ""): \(problem)" }
}

extension LogError.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .input(.unsupportedCompression(let name, let command)):
            "is compressed with \(name), which is not read directly: use '\(command) FILE | flowcensus replay - …'"
        case .input(.cutCompression(let format)):
            "\(ByteInputError.Problem.cutCompression(format: format)); what came before is counted"
        case .input(let problem): "\(problem)"
        case .empty: "is empty: nothing tells what kind of log it is"
        case .notALog(let bytes):
            "is not a flow log of a known kind (it begins with \(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")))"
        case .refused(let reason): reason
        case .cut(let part, let present, let needed?):
            "is cut in \(part) (\(present) of \(needed) bytes); what came before is counted"
        case .cut(let part, let present, nil):
            "is cut in \(part) (\(present) bytes of it are there); what came before is counted"
        case .damaged(let reason): "\(reason): the file is damaged there; what came before is counted"
        case .replaced:
            "is another file now than when it was opened; what came before is counted, and the same command counts the rest"
        case .shrunk(let end, let expected):
            "was cut while it was read: it ends at byte \(end), and had at least \(expected) bytes when it was opened; "
                + "what came before is counted"
        }
    }
}
