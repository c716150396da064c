import ByteInput
package import NetworkTypes

extension PrefixSet {
    /// Reads the internal networks as the operator gives them.
    package static func internalNetworks(_ argument: String) throws -> PrefixSet {
        try networks(argument, option: "--internal")
    }

    /// Reads networks as the operator gives them: prefixes between commas, or a file that holds some, separated by line ends,
    /// blanks or commas, with `#` comments.
    package static func networks(_ argument: String, option: String) throws -> PrefixSet {
        if let prefixes = try? prefixes(in: argument, of: option) { return PrefixSet(prefixes) }
        let looksLikeFile =
            argument.contains("/") && !argument.contains(",") || !argument.contains { "./:".contains($0) }
        do {
            let bytes = try OpenedInput(path: argument).readAll(limit: 16 * 1_024 * 1_024)
            let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            let text = lines.map { $0.prefix { $0 != "#" } }.joined(separator: ",")
            let prefixes = try prefixes(in: text, of: argument)
            guard !prefixes.isEmpty else { throw InternalNetworksError("\(argument): names no network") }
            return PrefixSet(prefixes)
        } catch let error as ByteInputError {
            // Neither networks nor a file: what it was meant to be decides what is said.
            if looksLikeFile, case .system = error.problem { _ = try prefixes(in: argument, of: option) }
            throw InternalNetworksError("\(option): \(error)")
        }
    }

    private static func prefixes(in text: String, of source: String) throws -> [IPPrefix] {
        try text.split { $0 == "," || $0.isWhitespace }.map { word in
            guard let parsed = IPPrefix.parse(word.utf8) else {
                throw InternalNetworksError(
                    "\(source): '\(word)' is neither a network such as 10.0.0.0/8 nor a file of networks")
            }
            return parsed.prefix
        }
    }
}

/// Why the internal networks cannot be known: said in full, with the argument or the file.
package struct InternalNetworksError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
