/// A request as far as it is understood here: a method without a body, a target, and headers (RFC 9112).
///
/// What is read strictly cannot be read in two ways: lines end in CRLF, names of headers are tokens with nothing between them
/// and the colon, nothing is folded, there is exactly one `Host`, and no body.
package struct HTTPRequestHead: Equatable, Sendable {
    package let method: String
    /// Decoded, and begins with a slash.
    package let path: String
    /// What stood behind the question mark, decoded, in its order.
    package let query: [QueryItem]
    /// Path and query as they stood.
    package let target: String
    /// `Host`, or what an absolute target names in its place; empty where HTTP/1.0 says none.
    package let host: String
    /// Whether the connection is to stay open.
    package let keepsAlive: Bool
    /// Whether the client understands chunks.
    package let takesChunks: Bool
    /// By names in lower case.
    private let headers: [String: String]

    package struct QueryItem: Equatable, Sendable {
        package let name: String
        package let value: String
    }

    /// The value of a header; of several with the same name, all between commas.
    package func header(_ name: String) -> String? { headers[name.lowercased()] }

    /// The target as it stood, with other words in place of each parameter of a name, however the name was encoded.
    ///
    /// - Parameter words: `nil` to leave the parameter out.
    package func target(with words: String?, inPlaceOf name: String) -> String {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count > 1 else { return target }
        let pairs = parts[1].split(separator: "&").compactMap { pair in
            let encoded = pair.prefix { $0 != "=" }
            return (try? Self.decoded(encoded, plusIsBlank: true)) == name ? words : String(pair)
        }
        return pairs.isEmpty ? String(parts[0]) : "\(parts[0])?\(pairs.joined(separator: "&"))"
    }

    static let methods: Set<String> = ["GET", "HEAD"]
    static let maximumHeaders = 64
    static let maximumTarget = 8 * 1_024
    static let maximumQueryItems = 64

    /// - Parameter text: all before the empty line.
    init(_ text: some Collection<UInt8>) throws(HTTPMessageError) {
        let lines = try Self.lines(Array(text))
        let parts = lines[0].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 3, let method = Self.token(parts[0]), !method.isEmpty else {
            throw HTTPMessageError(.badRequest, "the request line is not a method, a target and a version")
        }
        let version = String(decoding: parts[2], as: UTF8.self)
        guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
            throw version.hasPrefix("HTTP/")
                ? HTTPMessageError(.versionNotSupported, "this server speaks HTTP/1.1")
                : HTTPMessageError(.badRequest, "the request line is not a method, a target and a version")
        }
        guard parts[1].count <= Self.maximumTarget else {
            throw HTTPMessageError(.targetTooLong, "the target has more than \(Self.maximumTarget) bytes")
        }
        self.method = method
        let (headers, hosts) = try Self.headers(lines.dropFirst())
        self.headers = headers
        let target = try Self.target(parts[1])
        self.target = target.text
        (path, query) = try Self.components(target.text)
        guard hosts == 1 || hosts == 0 && version == "HTTP/1.0" else {
            throw HTTPMessageError(.badRequest, "a request has one Host")
        }
        host = target.authority ?? headers["host"] ?? ""
        let options = (headers["connection"] ?? "").lowercased().split { $0 == "," || $0 == " " }
        keepsAlive = version == "HTTP/1.1" && !options.contains("close")
        takesChunks = version == "HTTP/1.1"
        try Self.checkBody(headers)
        guard Self.methods.contains(method) else {
            throw HTTPMessageError(.methodNotAllowed, "nothing can be changed here: GET and HEAD are answered")
        }
    }

    // MARK: - Lines and headers

    private static func lines(_ text: [UInt8]) throws(HTTPMessageError) -> [ArraySlice<UInt8>] {
        var (lines, start, index) = ([ArraySlice<UInt8>](), 0, 0)
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\r") where index + 1 < text.count && text[index + 1] == UInt8(ascii: "\n"):
                lines.append(text[start..<index])
                index += 2
                start = index
            case 0...8, 10...31, 127:
                throw HTTPMessageError(.badRequest, "a line holds a control character or does not end in CRLF")
            default: index += 1
            }
        }
        lines.append(text[start...])
        return lines
    }

    private static func headers(
        _ lines: some Collection<ArraySlice<UInt8>>
    ) throws(HTTPMessageError) -> (all: [String: String], hosts: Int) {
        guard lines.count <= maximumHeaders else {
            throw HTTPMessageError(.headersTooLarge, "there are more than \(maximumHeaders) headers")
        }
        var (headers, hosts) = ([String: String](), 0)
        for line in lines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), let name = token(line[..<colon]), !name.isEmpty
            else { throw HTTPMessageError(.badRequest, "a header is not a name and a value") }
            let blanks: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            let value = line[(colon + 1)...].drop(while: blanks).reversed().drop(while: blanks).reversed()
            let text = String(decoding: value, as: UTF8.self)
            let key = name.lowercased()
            if key == "host" { hosts += 1 }
            headers[key] = headers[key].map { "\($0), \(text)" } ?? text
        }
        return (headers, hosts)
    }

    /// Text of characters that a method and a header's name may have (RFC 9110 section 5.6.2).
    private static func token(_ text: some Collection<UInt8>) -> String? {
        let isToken: (UInt8) -> Bool = { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
        return text.allSatisfy(isToken) ? String(decoding: text, as: UTF8.self) : nil
    }

    /// A body is never of use here, and skipping one is how two readers come to disagree on where the next request begins.
    private static func checkBody(_ headers: [String: String]) throws(HTTPMessageError) {
        guard headers["transfer-encoding"] == nil, headers["content-length"].map({ $0 == "0" }) ?? true else {
            throw HTTPMessageError(.contentTooLarge, "no request has a body here")
        }
    }

    // MARK: - The target

    /// Of an absolute target (RFC 9112 section 3.2.2) the authority is the host.
    private static func target(
        _ bytes: ArraySlice<UInt8>
    ) throws(HTTPMessageError) -> (text: String, authority: String?) {
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw HTTPMessageError(.badRequest, "the target holds what has to be encoded")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix("/") { return (text, nil) }
        guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            throw HTTPMessageError(.badRequest, "the target is not a path")
        }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest.dropFirst(authority.count)
        return (path.hasPrefix("/") ? String(path) : "/" + path, String(authority))
    }

    private static func components(_ target: String) throws(HTTPMessageError) -> (String, [QueryItem]) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = try decoded(parts[0], plusIsBlank: false)
        let pairs = parts.count > 1 ? parts[1].split(separator: "&") : []
        guard pairs.count <= maximumQueryItems else {
            throw HTTPMessageError(.badRequest, "there are more than \(maximumQueryItems) parameters")
        }
        var items: [QueryItem] = []
        for pair in pairs {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            items.append(
                QueryItem(
                    name: try decoded(sides[0], plusIsBlank: true),
                    value: sides.count > 1 ? try decoded(sides[1], plusIsBlank: true) : ""))
        }
        return (path, items)
    }

    /// Text with `%41` for `A` (RFC 3986 section 2.1), which must be UTF-8 without control characters.
    private static func decoded(_ text: Substring, plusIsBlank: Bool) throws(HTTPMessageError) -> String {
        var (bytes, rest) = ([UInt8](), text.utf8[...])
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit)
                else { throw HTTPMessageError(.badRequest, "a % in the target has no two digits behind it") }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self),
            !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { throw HTTPMessageError(.badRequest, "the target is no text") }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
