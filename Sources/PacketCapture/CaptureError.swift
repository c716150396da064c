package import ByteInput
import NetworkTypes

/// Why a capture cannot be read, or not further: which input, at which byte, and what is wrong there.
package struct CaptureError: Error, Equatable {
    /// The input as the operator named it.
    package let input: String
    /// Bytes into the (decompressed) capture, where that says something.
    package let offset: UInt64?
    package let problem: Problem

    package init(input: String, offset: UInt64? = nil, problem: Problem) {
        self.input = input
        self.offset = offset
        self.problem = problem
    }

    package enum Problem: Error, Equatable {
        /// The bytes of the capture cannot be read.
        case input(ByteInputError.Problem)
        case empty
        case notACapture(firstBytes: [UInt8])
        case cutInFileHeader(present: Int, needed: Int)
        case unsupportedVersion(major: UInt16, minor: UInt16)
        case unknownLinkType(number: UInt32, name: String?)
        case cutInRecordHeader(present: Int, needed: Int)
        case cutInPacket(present: Int, stated: Int)
        case recordTooLong(stated: UInt64, limit: Int)
        case malformedBlock(reason: String)
        /// Nothing but zeros is left, as after a power cut.
        case zerosAtEnd
        /// Another file stands under the name of one that is being read.
        case replaced
        /// A file ends before it did when it was opened.
        case shrunk(end: UInt64, expected: UInt64)
        /// What is wrong with a live interface, or with the privileges to capture.
        case live(LiveProblem)

        /// The system refused an operation; `reason` is its own text.
        package static func system(operation: String, reason: String) -> Self {
            .input(.system(operation: operation, reason: reason))
        }
    }

    package init(_ error: ByteInputError) {
        self.init(input: error.input, problem: .input(error.problem))
    }
}

extension CaptureError {
    /// Whether there may be nothing wrong but that the capture is still being written.
    package var isCut: Bool {
        switch problem {
        case .empty, .cutInFileHeader, .cutInRecordHeader, .cutInPacket, .input(.cutCompression): true
        default: false
        }
    }
}

extension CaptureError: CustomStringConvertible {
    package var description: String {
        let place = offset.map { " at byte \($0)" } ?? ""
        return "\(input)\(place): \(problem)"
    }
}

extension CaptureError.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .input(.unsupportedCompression(let name, let command)):
            "is compressed with \(name), which is not read directly: use '\(command) FILE | flowcensus replay - …'"
        case .input(.cutCompression(let format)):
            "\(ByteInputError.Problem.cutCompression(format: format)); what came before is counted"
        case .input(let problem): "\(problem)"
        case .empty: "is empty: captures and flow logs begin with something that tells what they are"
        case .notACapture(let bytes) where bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]):
            "is text in UTF-16: flow logs are read in UTF-8"
        case .notACapture(let bytes):
            "is not a pcap or pcapng capture, nor a flow log that is recognised (it begins with \(hexadecimal(bytes)))"
        case .cutInFileHeader(let present, let needed):
            "is cut in the file header (\(present) of \(needed) bytes)"
        case .unsupportedVersion(let major, let minor):
            "has format version \(major).\(minor), which is not known"
        case .unknownLinkType(let number, let name):
            "has link type \(number)\(name.map { " (\($0))" } ?? ""), which is not decoded"
        case .cutInRecordHeader(let present, let needed):
            "is cut in a record header (\(present) of \(needed) bytes); what came before is counted"
        case .cutInPacket(let present, let stated):
            "is cut in a packet (\(present) of \(stated) bytes); what came before is counted"
        case .recordTooLong(let stated, let limit):
            "a record claims \(stated) bytes, more than the limit of \(limit): the file is damaged there; "
                + "what came before is counted"
        case .malformedBlock(let reason):
            "damaged pcapng block: \(reason); what came before is counted"
        case .zerosAtEnd:
            "nothing but zeros follows, which are no packets: the file is damaged there; what came before is counted"
        case .replaced:
            "is another file now than when it was opened; what came before is counted, and the same command counts the rest"
        case .shrunk(let end, let expected):
            "was cut while it was read: it ends at byte \(end), and had at least \(expected) bytes when it was opened; "
                + "what came before is counted"
        case .live(let problem): "\(problem)"
        }
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}

/// What is wrong with an input, as what is wrong with the capture in it.
package func asCaptureError<Value>(_ body: () throws(ByteInputError) -> Value) throws(CaptureError) -> Value {
    do {
        return try body()
    } catch {
        throw CaptureError(error)
    }
}
