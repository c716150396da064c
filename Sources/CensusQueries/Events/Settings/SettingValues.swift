import NetworkTypes
import TextFormats

/// The settings of one thing in a configuration, with the names and lines for what is said of them.
struct SettingValues {
    private let title: String
    private let line: Int
    private let values: [String: (texts: [String], isList: Bool, line: Int)]

    typealias Problem = EventSettings.Problem

    /// - Parameter names: the settings that there are.
    init(_ title: String, _ members: [YAMLMember], at line: Int, names: [String]) throws(Problem) {
        (self.title, self.line) = (title, line)
        var values: [String: (texts: [String], isList: Bool, line: Int)] = [:]
        for member in members where !member.value.isNull {
            let place = { (reason: String) in
                Problem(line: member.line, name: Self.name(title, member.name.printable), reason: reason)
            }
            guard names.contains(member.name) else {
                let suggestion = NearestWord.to(member.name, among: names).map { ". Did you mean '\($0)'?" } ?? ""
                throw place("is not a setting\(suggestion)")
            }
            switch member.value.content {
            case .scalar(let text, _): values[member.name] = ([text], false, member.line)
            case .sequence(let nodes):
                var texts: [String] = []
                for node in nodes {
                    guard case .scalar(let text, _) = node.content else { throw place("is a list of single values") }
                    texts.append(text)
                }
                values[member.name] = (texts, true, member.line)
            case .mapping: throw place("has one value or a list of them")
            }
        }
        self.values = values
    }

    private static func name(_ title: String, _ name: String) -> String { title.isEmpty ? name : "\(title): \(name)" }

    func problem(_ name: String, _ reason: String) -> Problem {
        Problem(line: values[name]?.line ?? line, name: Self.name(title, name), reason: reason)
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    func text(_ name: String) throws(Problem) -> String? {
        guard let value = values[name] else { return nil }
        guard !value.isList, let text = value.texts.first else { throw problem(name, "has one value") }
        return text
    }

    /// A list, or one value; words of one value stand between commas or blanks.
    func words(_ name: String) throws(Problem) -> [String]? {
        guard let value = values[name] else { return nil }
        guard !value.isList else { return value.texts }
        return value.texts.flatMap { $0.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init) }
    }

    /// A list, or one value, each as it is.
    func texts(_ name: String) -> [String] { values[name]?.texts ?? [] }

    /// Reads every word of a setting.
    func each<Value>(
        _ words: [String], _ name: String, _ form: String, _ read: (String) -> Value?
    ) throws(Problem) -> [Value] {
        var all: [Value] = []
        for word in words {
            guard let value = read(word) else { throw problem(name, "takes \(form), and not '\(word.printable)'") }
            all.append(value)
        }
        return all
    }

    func one<Value>(_ name: String, _ form: String, _ read: (String) -> Value?) throws(Problem) -> Value? {
        guard let text = try text(name) else { return nil }
        return try each([text], name, form, read).first
    }

    func all<Value>(_ name: String, _ form: String, _ read: (String) -> Value?) throws(Problem) -> [Value] {
        try each(try words(name) ?? [], name, form, read)
    }

    func number(_ name: String, _ range: ClosedRange<Int>) throws(Problem) -> Int? {
        try one(name, "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            (decimalNumber(text) as Int?).flatMap { range ~= $0 ? $0 : nil }
        }
    }

    /// A share from 0 to 1.
    func share(_ name: String) throws(Problem) -> Double? {
        try one(name, "a share from 0 to 1") { text in Double(text).flatMap { 0...1 ~= $0 ? $0 : nil } }
    }

    /// A time of a second at the least, and ten years at the most.
    func seconds(_ name: String) throws(Problem) -> Int? {
        try one(name, "a time such as 90s, 15m, 1h or 7d") { text in
            let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
            let unit = text.last.flatMap { units[$0] }
            guard let number: Int = decimalNumber(unit == nil ? text[...] : text.dropLast()), number <= 315_360_000,
                case let seconds = number * (unit ?? 1), 1...315_360_000 ~= seconds
            else { return nil }
            return seconds
        }
    }

    func flag(_ name: String) throws(Problem) -> Bool? {
        try one(name, "true or false") { ["true": true, "yes": true, "false": false, "no": false][$0] }
    }

    /// Networks, or addresses.
    func prefixes(_ name: String) throws(Problem) -> [IPPrefix] {
        try all(name, "networks such as 10.0.0.0/8") { Self.prefix($0) }
    }

    static func prefix(_ text: String) -> IPPrefix? { IPPrefix.parse(Array(text.utf8))?.prefix }
}
