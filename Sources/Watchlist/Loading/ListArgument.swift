import CensusModel
import Foundation
import NetworkTypes

/// A list as the operator names it: a path, perhaps with its format and options before it, as in `feodo:list.csv` and
/// `,class=scanner,label=Probes:list.txt`.
struct ListArgument: Equatable {
    let path: String
    /// `nil` to tell it from the content.
    let format: ListFormat?
    let defaults: EntryDefaults

    /// Cuts at the first colon, where all before it is a format and options; else the whole is a path. A file of just that
    /// name goes before both.
    init(_ argument: String, fileExists: (String) -> Bool = { FileManager.default.fileExists(atPath: $0) }) {
        guard let colon = argument.firstIndex(of: ":"), !fileExists(argument),
            let options = Self.options(argument[..<colon])
        else {
            (path, format, defaults) = (argument, nil, EntryDefaults())
            return
        }
        path = String(argument[argument.index(after: colon)...])
        (format, defaults) = options
    }

    /// The file's name, as messages have it.
    var name: String { path == "-" ? "standard input" : path }

    /// What stands before the path; `nil` when it is anything but a format and options.
    private static func options(_ text: Substring) -> (ListFormat?, EntryDefaults)? {
        var parts = text.split(separator: ",", omittingEmptySubsequences: false)[...]
        guard let first = parts.popFirst(), !first.isEmpty || !parts.isEmpty else { return nil }
        let format = ListFormat(rawValue: String(first))
        guard first.isEmpty || format != nil else { return nil }
        var defaults = EntryDefaults()
        var names: Set<Substring> = []
        for part in parts {
            guard let equals = part.firstIndex(of: "="), names.insert(part[..<equals]).inserted,
                set(part[..<equals], part[part.index(after: equals)...], in: &defaults)
            else { return nil }
        }
        return (format, defaults)
    }

    private static func set(_ name: Substring, _ value: Substring, in defaults: inout EntryDefaults) -> Bool {
        switch name {
        case "class":
            defaults.threatClass = ThreatClass(name: value)
            return defaults.threatClass != nil
        case "label":
            defaults.label = String(value)
            return !value.isEmpty
        case "confidence":
            let number: UInt8? = decimalNumber(value)
            defaults.confidence = number.flatMap { $0 <= 100 ? $0 : nil }
            return defaults.confidence != nil
        default: return false
        }
    }

    /// What is wrong with an option in what was taken for a path, where one seems to be meant.
    var problem: String? {
        let before = path.prefix { $0 != ":" }
        guard format == nil, before.count < path.count,
            ["class=", "label=", "confidence="].contains(where: before.contains)
        else { return nil }
        return
            "'\(before)' is not a format and options: FORMAT,class=CLASS,label=TEXT,confidence=0...100 go before the colon"
    }
}
