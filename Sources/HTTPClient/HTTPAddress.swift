internal import CCurl

/// An address of the schemes `http` and `https` (RFC 3986), taken apart by the same parser that connects to it.
package struct HTTPAddress: Equatable, Sendable {
    /// The whole address, with its query.
    package let text: String
    package let isSecure: Bool
    /// In lower case; IPv6 in brackets.
    package let host: String
    package let port: String
    package let path: String

    /// Bytes of an address: far more than any that is published.
    package static let maximumLength = 4_096

    /// - Throws: what is wrong with the text, which is not repeated: it may hold a secret.
    package init(_ text: String) throws(HTTPError) {
        let name = String(text.prefix { $0 != "?" && $0 != "@" }.prefix(200))
        guard text.utf8.count <= Self.maximumLength, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw HTTPError(name, .address(reason: "is too long, or holds blanks"))
        }
        guard let parts = AddressParts(text) else {
            throw HTTPError(name, .address(reason: Self.libraryProblem ?? "is no address of HTTP"))
        }
        guard let scheme = parts[CURLUPART_SCHEME], ["http", "https"].contains(scheme) else {
            throw HTTPError(name, .address(reason: "begins with neither https:// nor http://"))
        }
        guard parts[CURLUPART_USER] == nil, parts[CURLUPART_PASSWORD] == nil else {
            throw HTTPError(
                "\(scheme)://…", .address(reason: "holds a user or a password: give them in a file of their own"))
        }
        guard let host = parts[CURLUPART_HOST], let port = parts[CURLUPART_PORT], let whole = parts[CURLUPART_URL]
        else {
            throw HTTPError(name, .address(reason: "names no host"))
        }
        self.text = whole
        isSecure = scheme == "https"
        (self.host, self.port, path) = (host.lowercased(), port, parts[CURLUPART_PATH] ?? "/")
    }

    /// Why no address can be read on this machine; `nil` where any can.
    package static var libraryProblem: String? {
        AddressParts("http://localhost/") == nil ? "cannot be read, for libcurl (Debian's libcurl4) is not there" : nil
    }

    /// Whether the host is this machine.
    package var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    /// Whether both lead to the same server.
    func hasSameServer(as other: HTTPAddress) -> Bool {
        (isSecure, host, port) == (other.isSecure, other.host, other.port)
    }

    /// The address of something below this one.
    /// - Parameter component: names between slashes; without a query.
    package func appending(_ component: String) throws(HTTPError) -> HTTPAddress {
        guard let parts = AddressParts(text),
            parts.set(CURLUPART_PATH, path.hasSuffix("/") ? path + component : "\(path)/\(component)"),
            let whole = parts[CURLUPART_URL]
        else { throw HTTPError(description, .address(reason: "takes no '\(component)' behind it")) }
        return try HTTPAddress(whole)
    }

    /// The address with more of a query, escaped.
    package func adding(_ query: KeyValuePairs<String, String>) throws(HTTPError) -> HTTPAddress {
        guard let parts = AddressParts(text),
            query.allSatisfy({ parts.add(query: "\($0)=\($1)") }), let whole = parts[CURLUPART_URL]
        else { throw HTTPError(description, .address(reason: "takes no more of a query")) }
        return try HTTPAddress(whole)
    }
}

extension HTTPAddress: CustomStringConvertible {
    /// The address without its query, which may hold a key.
    package var description: String {
        let standard = isSecure ? "443" : "80"
        return "\(isSecure ? "https" : "http")://\(host)\(port == standard ? "" : ":\(port)")\(path)"
    }
}

/// The parts of an address, as libcurl's parser has them.
@safe private final class AddressParts {
    private let handle: OpaquePointer

    /// - Returns: `nil` for what is no address.
    init?(_ text: String) {
        guard let handle = unsafe curl_url() else { return nil }
        unsafe self.handle = handle
        guard unsafe curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
    }

    deinit {
        unsafe curl_url_cleanup(handle)
    }

    /// A part; `nil` where there is none.
    subscript(part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        let flags: UInt32 = part == CURLUPART_PORT ? UInt32(CURLU_DEFAULT_PORT) : 0
        guard unsafe curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text = unsafe text else { return nil }
        // The text is ours to free, and ends with a zero.
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }

    func set(_ part: CURLUPart, _ text: String) -> Bool {
        unsafe curl_url_set(handle, part, text, UInt32(CURLU_URLENCODE)) == CURLUE_OK
    }

    func add(query: String) -> Bool {
        unsafe curl_url_set(handle, CURLUPART_QUERY, query, UInt32(CURLU_APPENDQUERY | CURLU_URLENCODE)) == CURLUE_OK
    }
}
