import CensusModel
import NetworkTypes
import TextFormats

/// Reads a pattern (STIX 2.1 section 9) as far as it names addresses and ports; brackets, AND and OR are multiplied out into
/// alternatives.
///
/// Only what an alternative says in full makes an entry: an address AND a file's hash is not an address.
struct STIXPattern {
    /// Things that all have to be seen.
    struct Alternative {
        var address: String?
        var port: UInt16?
        var transport: TransportProtocol?
        /// At which end of the traffic the address or the port is; `nil` where the pattern does not say.
        var end: End?
        /// What is in it that addresses and ports cannot say.
        var unsupported: Unsupported?

        enum End {
            case source
            case destination
        }

        var target: Result<String, Unsupported> {
            if let unsupported { return .failure(unsupported) }
            guard let address else { return .failure(Unsupported(subject: "no address")) }
            return .success(address)
        }

        /// What holds when both hold.
        func and(_ other: Alternative) -> Alternative {
            var both = self
            let contradicts =
                address != nil && other.address != nil && address != other.address
                || port != nil && other.port != nil && port != other.port
                || transport != nil && other.transport != nil && transport != other.transport
                || end != nil && other.end != nil && end != other.end
            both.address = address ?? other.address
            both.port = port ?? other.port
            both.transport = transport ?? other.transport
            both.end = end ?? other.end
            both.unsupported = unsupported ?? other.unsupported
            if contradicts, both.unsupported == nil { both.unsupported = Unsupported(subject: "AND of two values") }
            return both
        }
    }

    struct Unsupported: Error {
        let subject: String
        var reason: String { "has an unsupported pattern (\(subject))" }
    }

    /// How deep brackets may lie in one another, and how many alternatives a pattern may have.
    private static let maximumDepth = 32
    private static let maximumAlternatives = 65_536
    /// How many alternatives AND may make, beside some for each token: what multiplies is bounded by the text's length.
    private static let leastProducts = 4_096

    private var tokens: [Token]
    private var position = 0
    private var depth = 0
    private var productsLeft: Int

    init(_ pattern: String) {
        tokens = Token.split(pattern)
        productsLeft = Self.leastProducts + tokens.count
    }

    /// The alternatives; `nil` when the text is not a pattern.
    mutating func parse() -> [Alternative]? {
        guard let alternatives = observations(), position == tokens.count else { return nil }
        return alternatives
    }

    /// `[…]`, joined by OR; AND and FOLLOWEDBY between observations are more than one packet can show.
    private mutating func observations() -> [Alternative]? {
        guard var all = observation() else { return nil }
        while let word = takeWord(["OR", "AND", "FOLLOWEDBY"]) {
            guard let next = observation() else { return nil }
            all += next
            guard all.count <= Self.maximumAlternatives else { return nil }
            if word != "OR" { all = [Alternative(unsupported: Unsupported(subject: "\(word) of observations"))] }
        }
        return all
    }

    private mutating func observation() -> [Alternative]? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { return nil }
        var result: [Alternative]?
        if take(.symbol("(")) {
            result = observations()
            guard take(.symbol(")")) else { return nil }
        } else if take(.symbol("[")) {
            result = disjunction()
            guard take(.symbol("]")) else { return nil }
        }
        while result != nil, let word = takeWord(["START", "STOP", "WITHIN", "REPEATS"]) {
            // A qualifier narrows the pattern to times or numbers that entries do not have.
            result = [Alternative(unsupported: Unsupported(subject: word))]
            while let token = current, !token.endsQualifier { position += 1 }
        }
        return result
    }

    private mutating func disjunction() -> [Alternative]? {
        guard var all = conjunction() else { return nil }
        while takeWord(["OR"]) != nil {
            guard let next = conjunction(), all.count + next.count <= Self.maximumAlternatives else { return nil }
            all += next
        }
        return all
    }

    private mutating func conjunction() -> [Alternative]? {
        guard var all = comparison() else { return nil }
        while takeWord(["AND"]) != nil {
            guard let next = comparison() else { return nil }
            productsLeft -= all.count * next.count
            guard productsLeft >= 0 else { return nil }
            all = all.flatMap { left in next.map { left.and($0) } }
        }
        return all
    }

    /// `path = 'value'`, `path IN ('a', 'b')`, `path ISSUBSET 'block'`, or brackets around a disjunction.
    private mutating func comparison() -> [Alternative]? {
        if take(.symbol("(")) {
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.maximumDepth, let inner = disjunction(), take(.symbol(")")) else { return nil }
            return inner
        }
        guard case .word(let path) = current else { return nil }
        position += 1
        let isNegated = takeWord(["NOT"]) != nil
        guard let comparator = takeComparator(), let values = takeValues() else { return nil }
        let isPlain = !isNegated && (["=", "IN"].contains(comparator) || comparator == "ISSUBSET")
        guard isPlain else { return [Alternative(unsupported: Unsupported(subject: "\(path) \(comparator)"))] }
        return values.map { Self.meaning(of: path, $0) }
    }

    private static func meaning(of path: String, _ value: String) -> Alternative {
        switch path {
        case "ipv4-addr:value", "ipv6-addr:value": return Alternative(address: value)
        case "network-traffic:dst_ref.value": return Alternative(address: value, end: .destination)
        case "network-traffic:src_ref.value": return Alternative(address: value, end: .source)
        case "network-traffic:dst_port", "network-traffic:src_port":
            guard let port = AddressText.portNumber(Array(value.utf8)[...]) else { break }
            return Alternative(port: port, end: path.hasSuffix("dst_port") ? .destination : .source)
        case "network-traffic:protocols[*]":
            if ["ipv4", "ipv6"].contains(value.lowercased()) { return Alternative() }
            guard let transport = TransportProtocol(parsing: value) else { break }
            return Alternative(transport: transport)
        case "network-traffic:dst_ref.type", "network-traffic:src_ref.type":
            if ["ipv4-addr", "ipv6-addr"].contains(value) { return Alternative() }
        default: break
        }
        return Alternative(unsupported: Unsupported(subject: path))
    }
}

// MARK: - Tokens

extension STIXPattern {
    enum Token: Equatable {
        case word(String)
        case text(String)
        case symbol(String)

        var endsQualifier: Bool {
            switch self {
            case .symbol(let symbol): symbol == ")" || symbol == "["
            case .word(let word): ["OR", "AND", "FOLLOWEDBY", "START", "STOP", "WITHIN", "REPEATS"].contains(word)
            case .text: false
            }
        }

        static func split(_ pattern: String) -> [Token] {
            let bytes = Array(pattern.utf8)
            var tokens: [Token] = []
            var position = 0
            while position < bytes.count {
                let (token, end) = next(bytes, position)
                if let token { tokens.append(token) }
                position = end
            }
            return tokens
        }

        private static func next(_ bytes: [UInt8], _ start: Int) -> (Token?, end: Int) {
            let byte = bytes[start]
            if byte == UInt8(ascii: " ") || (9...13).contains(byte) { return (nil, start + 1) }
            if byte == UInt8(ascii: "'") { return quoted(bytes, start + 1) }
            if "=!<>".utf8.contains(byte) {
                let end = bytes[start...].firstIndex { !"=!<>".utf8.contains($0) } ?? bytes.count
                return (.symbol(String(decoding: bytes[start..<end], as: UTF8.self)), end)
            }
            if "[](),".utf8.contains(byte) { return (.symbol(String(decoding: [byte], as: UTF8.self)), start + 1) }
            return word(bytes, start)
        }

        private static func quoted(_ bytes: [UInt8], _ start: Int) -> (Token?, end: Int) {
            var content: [UInt8] = []
            var position = start
            while position < bytes.count, bytes[position] != UInt8(ascii: "'") {
                if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count { position += 1 }
                content.append(bytes[position])
                position += 1
            }
            // A text that is not closed is not a text, and the pattern is not one either.
            guard position < bytes.count else { return (.symbol("'"), position) }
            return (.text(String(decoding: content, as: UTF8.self)), position + 1)
        }

        /// A path with its `[*]` and quoted keys, a keyword or a number.
        private static func word(_ bytes: [UInt8], _ start: Int) -> (Token?, end: Int) {
            var position = start + 1
            while position < bytes.count, let end = endOfPart(bytes, position) { position = end }
            return (.word(String(decoding: bytes[start..<position], as: UTF8.self)), position)
        }

        /// Where a path goes on behind one more of its parts: a letter, an index in brackets, a key in quotes.
        private static func endOfPart(_ bytes: [UInt8], _ position: Int) -> Int? {
            let byte = bytes[position]
            let isKey = byte == UInt8(ascii: "'") && bytes[position - 1] == UInt8(ascii: ".")
            if isKey || byte == UInt8(ascii: "[") {
                let closing = UInt8(ascii: isKey ? "'" : "]")
                return bytes[(position + 1)...].firstIndex(of: closing).map { $0 + 1 }
            }
            return " \t\r\n=!<>(),]'".utf8.contains(byte) ? nil : position + 1
        }
    }

    private var current: Token? { position < tokens.count ? tokens[position] : nil }

    private mutating func take(_ token: Token) -> Bool {
        guard current == token else { return false }
        position += 1
        return true
    }

    private mutating func takeWord(_ words: [String]) -> String? {
        guard case .word(let word) = current, words.contains(word) else { return nil }
        position += 1
        return word
    }

    private mutating func takeComparator() -> String? {
        if let word = takeWord(["IN", "ISSUBSET", "ISSUPERSET", "LIKE", "MATCHES"]) { return word }
        guard case .symbol(let symbol) = current, ["=", "!=", "<>", "<", ">", "<=", ">="].contains(symbol) else {
            return nil
        }
        position += 1
        return symbol
    }

    /// One value, or several in brackets.
    private mutating func takeValues() -> [String]? {
        guard take(.symbol("(")) else { return takeValue().map { [$0] } }
        var values: [String] = []
        repeat {
            guard let value = takeValue(), values.count < Self.maximumAlternatives else { return nil }
            values.append(value)
        } while take(.symbol(","))
        return take(.symbol(")")) ? values : nil
    }

    private mutating func takeValue() -> String? {
        switch current {
        case .text(let value):
            position += 1
            return value
        case .word(let first):
            position += 1
            // t'2021-01-01T00:00:00Z', h'…', b'…'
            guard ["t", "h", "b"].contains(first), case .text(let value) = current else { return first }
            position += 1
            return value
        case .symbol, nil: return nil
        }
    }
}
