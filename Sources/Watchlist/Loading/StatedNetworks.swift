import ByteInput
package import NetworkTypes
import TextFormats

/// Networks as the operator gives them: between commas, or as a file of them, read as a list is, with netmasks, ranges, comments,
/// names behind networks as in Zeek's `networks.cfg`, or as a table with a header.
///
/// A line that does not parse refuses the whole: half of the internal networks make a census of the wrong hosts.
package struct StatedNetworks {
    package let set: PrefixSet
    /// What was taken with a change, a sentence each, with the option.
    package let changes: [String]

    /// - Parameter option: the option that has the argument, for messages.
    package init(_ argument: String, option: String) throws {
        if let list = Self.list(in: argument, option) {
            self.init(list) { "\(option): \($0.message)" }
            return
        }
        let looksLikeFile =
            argument.contains("/") && !argument.contains(",") || !argument.contains { "./:".contains($0) }
        do {
            let bytes = try OpenedInput(path: argument).readAll(limit: 16 * 1_024 * 1_024)
            let list = try Self.list(inFile: bytes, named: argument, option)
            self.init(list) { "\(option): \(argument): \($0)" }
        } catch let error as ByteInputError {
            // Neither networks nor a file: what it was meant to be decides what is said.
            if looksLikeFile, case .system = error.problem {
                throw InternalNetworksError(
                    "\(option): '\(argument)' is neither a network such as 10.0.0.0/8 nor a file of networks")
            }
            throw InternalNetworksError("\(option): \(error)")
        }
    }

    private init(_ list: ParsedList, _ sentence: (LineProblem) -> String) {
        set = PrefixSet(list.entries.map(\.prefix))
        changes = list.changed.map(sentence)
    }

    /// The networks that a text on the command line names, where it names nothing else.
    private static func list(in text: String, _ option: String) -> ParsedList? {
        guard let list = try? ListParser.parse(Array(text.utf8), name: option, as: .plain),
            problem(in: list) == nil, list.entries.allSatisfy(\.labels.isEmpty)
        else { return nil }
        return list
    }

    private static func list(inFile bytes: [UInt8], named name: String, _ option: String) throws -> ParsedList {
        let list: ParsedList
        do {
            list = try ListParser.parse(bytes, name: name)
        } catch {
            throw InternalNetworksError("\(option): \(error)")
        }
        if let problem = problem(in: list) { throw InternalNetworksError("\(option): \(name): \(problem)") }
        return list
    }

    /// Why a list does not hold networks; `nil` where it does.
    private static func problem(in list: ParsedList) -> String? {
        if let first = (list.refused + list.skips.first).first { return first.description }
        if list.entries.contains(where: { $0.port != nil }) { return "names a port, and networks have none" }
        return list.table.isEmpty ? "names no network" : nil
    }
}

/// Why the internal networks cannot be known: said in full, with the argument or the file.
package struct InternalNetworksError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
