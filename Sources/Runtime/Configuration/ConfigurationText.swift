import Foundation
import TextFormats

/// What holds, as a configuration file that says where each value comes from.
package struct ConfigurationText {
    private let configuration: Configuration

    package init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// The section of a command.
    ///
    /// - Parameter withDefaults: whether what nobody set stands there too, as far as it has a value.
    /// - Returns: no text where there is nothing to say.
    package func section(of command: CommandSyntax, withDefaults: Bool) -> String {
        let settings = configuration.settings(for: command).settings
        let lines = command.arguments.compactMap { argument -> String? in
            if let setting = settings.first(where: { $0.argument.key == argument.key }) {
                return line(argument, setting.values, setting.place.source)
            }
            guard withDefaults else { return nil }
            return argument.defaultValue.map { line(argument, [$0], "default") }
        }
        return lines.isEmpty ? "" : ([command.name + ":"] + lines).joined(separator: "\n") + "\n"
    }

    private func line(_ argument: ArgumentSyntax, _ values: [String], _ source: String) -> String {
        let texts = values.map { Self.scalar($0.withoutSecrets) }
        let value = argument.isRepeating ? "[\(texts.joined(separator: ", "))]" : texts.first ?? "''"
        return "  \(argument.key): \(value)  # \(source)"
    }

    /// A value that reads back as the same text.
    private static func scalar(_ text: String) -> String {
        let isPlain =
            text.first?.isLetter == true || text.first?.isNumber == true || text.hasPrefix("/")
        let isSafe = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "/._-=@+".utf8.contains(byte)
            }
        }
        if isPlain, isSafe { return text }
        var quoted: [UInt8] = []
        JSONValue.string(text.printable).write(to: &quoted)
        return String(decoding: quoted, as: UTF8.self)
    }
}

extension String {
    /// An address without its password and without what stands behind `?`: either may be a secret. Other text as it is.
    package var withoutSecrets: String {
        guard let scheme = range(of: "://") else { return self }
        var rest = self[scheme.upperBound...]
        var query = ""
        if let mark = rest.firstIndex(of: "?") { (rest, query) = (rest[..<mark], "?…") }
        let authority = rest.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return self[..<scheme.upperBound] + rest + query
        }
        return self[..<colon] + ":…" + rest[at...] + query
    }
}
