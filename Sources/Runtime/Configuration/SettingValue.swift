import TextFormats

/// Reads the values of an argument, as a file or the environment states them.
enum SettingValue {
    /// - Throws: a sentence that says why they do not fit.
    static func read(_ node: YAMLNode, for argument: ArgumentSyntax) throws(Misfit) -> [String] {
        if node.isNull { throw Misfit("has no value: write one, or leave the key out") }
        switch node.content {
        case .mapping: throw Misfit("is \(expectation(argument)), and no mapping")
        case .scalar(let text, _): return [try value(text, for: argument)]
        case .sequence(let elements):
            guard argument.isRepeating else { throw Misfit("is \(expectation(argument)), and no list") }
            return try elements.map { element throws(Misfit) in
                guard case .scalar(let text, _) = element.content, !element.isNull else {
                    throw Misfit("line \(element.line): each of the list is one value")
                }
                return try value(text, for: argument)
            }
        }
    }

    /// Of an argument that may be given again, `[a, b]` is a list as in YAML.
    static func read(variable text: String, for argument: ArgumentSyntax) throws(Misfit) -> [String] {
        guard argument.isRepeating, text.hasPrefix("["), text.hasSuffix("]") else {
            return [try value(text, for: argument)]
        }
        let node: YAMLNode?
        do { node = try YAMLReader.read(Array(text.utf8)) } catch { throw Misfit("is no list: \(error.problem)") }
        guard let node else { return [] }
        return try read(node, for: argument)
    }

    private static func value(_ text: String, for argument: ArgumentSyntax) throws(Misfit) -> String {
        guard argument.kind == .flag else {
            // A word of the command line ends there.
            guard !text.contains("\0") else { throw Misfit("holds a NUL character") }
            guard argument.takes(text) else { throw Misfit("is empty: name one, or leave the key out") }
            return text
        }
        switch text.lowercased() {
        case "true", "yes", "on": return "true"
        case "false", "no", "off": return "false"
        default: throw Misfit("is true or false, and not '\(text.shortened(to: 64).printable)'")
        }
    }

    private static func expectation(_ argument: ArgumentSyntax) -> String {
        if argument.kind == .flag { return "true or false" }
        return argument.isRepeating ? "one value or a list of them" : "one value"
    }

    struct Misfit: Error {
        let text: String

        init(_ text: String) {
            self.text = text
        }
    }
}
