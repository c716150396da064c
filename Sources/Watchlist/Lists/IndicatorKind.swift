import NetworkTypes
import TextFormats

/// What a feed lists beside addresses: well formed, and no matter of a watchlist.
enum IndicatorKind: String {
    case domain
    case url = "URL"
    case hash
    case email = "e-mail address"
    case autonomousSystem = "autonomous system"

    /// Longer than any domain name (RFC 1035 section 2.3.4); a URL is known by its beginning.
    private static let maximumLength = 253

    /// The kind that a text is of by its form; `nil` where it is of none, as a mistyped address is.
    init?(_ text: ArraySlice<UInt8>) {
        let plain = AddressText.refanged(text.prefix(Self.maximumLength + 1))?[...] ?? text
        if Self.isURL(plain) {
            self = .url
        } else if Self.isHash(plain) {
            self = .hash
        } else if Self.isAutonomousSystem(plain) {
            self = .autonomousSystem
        } else if let at = plain.firstIndex(of: UInt8(ascii: "@")) {
            guard at > plain.startIndex, Self.isDomain(plain[(at + 1)...]) else { return nil }
            self = .email
        } else if Self.isDomain(Self.withoutMarks(plain)) {
            self = .domain
        } else {
            return nil
        }
    }

    /// The reason for which a line of this kind is passed over.
    var reason: String { Self.reason(rawValue) }

    /// - Parameter kind: what the list itself calls it.
    static func reason(_ kind: some StringProtocol) -> String { "is not an address (\(kind.prefix(40)))" }

    /// `scheme://…`, `/path`, or a host with a path.
    private static func isURL(_ text: ArraySlice<UInt8>) -> Bool {
        guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else { return false }
        let rest = text[(slash + 1)...]
        if slash == text.startIndex { return rest.contains(where: isLetter) && rest.first != UInt8(ascii: "/") }
        if rest.first == UInt8(ascii: "/"), text[slash - 1] == UInt8(ascii: ":") {
            return text[..<(slash - 1)].allSatisfy { isLetter($0) || isDigit($0) }
        }
        // Neither the length of a prefix is a path, nor are words behind one.
        let (host, path) = (text[..<slash], rest.prefix { !",;| \t".utf8.contains($0) })
        let isProtocol = ["tcp", "udp"].contains(String(decoding: path, as: UTF8.self).lowercased())
        return isDomain(host) || AddressText(host) != nil && path.contains(where: isLetter) && !isProtocol
    }

    private static let hashLengths: Set<Int> = [32, 40, 56, 64, 96, 128]

    private static func isHash(_ text: ArraySlice<UInt8>) -> Bool {
        hashLengths.contains(text.count)
            && text.allSatisfy { isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20) }
    }

    private static func isAutonomousSystem(_ text: ArraySlice<UInt8>) -> Bool {
        let digits = text.dropFirst(2)
        return text.prefix(2).map { $0 | 0x20 } == Array("as".utf8) && (1...10).contains(digits.count)
            && digits.allSatisfy(isDigit)
    }

    /// A name as filters write it, `*.example.org` and `||example.org^`, without their marks.
    private static func withoutMarks(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        for mark in ["||", "*.", "."] where text.starts(with: mark.utf8) {
            text = text.dropFirst(mark.utf8.count)
            break
        }
        if text.last == UInt8(ascii: "^") { text = text.dropLast() }
        return text
    }

    /// Labels of letters, digits, hyphens and underscores (or of other scripts), of which the last has no digit unless it is
    /// encoded (RFC 3492); perhaps with a port.
    private static func isDomain(_ text: ArraySlice<UInt8>) -> Bool {
        var name = text
        if let colon = text.lastIndex(of: UInt8(ascii: ":")) {
            guard AddressText.portNumber(text[(colon + 1)...]) != nil else { return false }
            name = text[..<colon]
        }
        if name.last == UInt8(ascii: ".") { name = name.dropLast() }
        let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count > 1, name.count <= maximumLength, let last = labels.last,
            last.count > 1, last.allSatisfy({ isLetter($0) || $0 >= 0x80 }) || last.starts(with: "xn--".utf8)
        else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.count)
                && label.allSatisfy { isLetter($0) || isDigit($0) || "-_".utf8.contains($0) || $0 >= 0x80 }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
