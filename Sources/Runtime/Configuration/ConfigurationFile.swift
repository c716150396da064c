import ByteInput
import Glibc
package import TextFormats

/// A configuration file: values that all commands have in common, and sections for single commands.
package struct ConfigurationFile: Sendable {
    /// Read where no other is named and it is there.
    package static let standardPath = "/etc/flowcensus/flowcensus.yaml"
    package static var hasStandard: Bool { unsafe access(standardPath, F_OK) == 0 }
    /// Bytes.
    private static let longest = 1_024 * 1_024

    package let path: String
    /// The members outside sections.
    let common: [YAMLMember]
    /// Whatever else is a mapping, by its name.
    let sections: [Section]
    /// The feeds that it describes, by their names; empty where it describes none.
    package let feeds: [YAMLMember]
    /// The name of the section that describes them.
    package static let feedsName = "feeds"
    /// What it says of events; empty where it says nothing.
    package let events: [YAMLMember]
    package static let eventsName = "events"

    struct Section: Sendable {
        let name: String
        /// From 1.
        let line: Int
        let members: [YAMLMember]
    }

    /// - Throws: ``CommandProblem`` with the path, and with the line where one is to blame.
    package init(path: String) throws {
        let root: YAMLNode?
        do {
            root = try YAMLReader.read(try OpenedInput(path: path).readAll(limit: Self.longest))
        } catch let error as YAMLError {
            throw CommandProblem("\(path):\(error.line): \(error.problem)")
        } catch let error as ByteInputError {
            throw CommandProblem("configuration: \(error)")
        }
        try self.init(path: path, root)
    }

    private init(path: String, _ root: YAMLNode?) throws {
        self.path = path
        guard let root, !root.isNull else {
            (common, sections, feeds, events) = ([], [], [], [])
            return
        }
        guard case .mapping(let members) = root.content else {
            throw CommandProblem("\(path):\(root.line): a configuration is made of lines like 'store: census.db'")
        }
        let mapping = { (name: String) -> [YAMLMember] in
            members.first { $0.name == name }.flatMap { member in
                if case .mapping(let members) = member.value.content { members } else { nil }
            } ?? []
        }
        (feeds, events) = (mapping(Self.feedsName), mapping(Self.eventsName))
        sections = members.compactMap { member in
            guard case .mapping(let members) = member.value.content,
                ![Self.feedsName, Self.eventsName].contains(member.name)
            else { return nil }
            return Section(name: member.name, line: member.line, members: members)
        }
        common = members.filter { if case .mapping = $0.value.content { false } else { true } }
    }
}
