import HTTPClient

/// Where a census is kept on a ClickHouse server: `clickhouse://user@host:8123/database`, or `clickhouses://` over TLS.
///
/// Behind a `?` may follow `secure=1` (TLS, as `clickhouses://`), `password-file=PATH`, `ca-file=PATH` (certificates to trust in
/// place of the system's), `plain=1` (a password may go in the clear, over a network that is trusted) and `compress=0` or `compress=1` (what goes
/// to another machine is compressed by default). No password stands in the name, since names of stores are in process lists and
/// logs.
package struct ClickHouseAddress: Equatable, Sendable {
    /// As the operator gave it.
    package let name: String
    let server: HTTPAddress
    let user: String
    let database: String
    let passwordFile: String?
    let certificateFile: String?
    let allowsPlainText: Bool
    /// Whether rows are compressed on their way.
    let compresses: Bool

    /// Whether a store of that name is kept by this engine.
    package static func isName(_ text: String) -> Bool {
        text.hasPrefix("clickhouse://") || text.hasPrefix("clickhouses://")
    }

    /// - Throws: what is wrong with the name, without what may be a password.
    package init(_ text: String) throws(ClickHouseError) {
        let isSecureScheme = text.hasPrefix("clickhouses://")
        let parts = text.drop { $0 != ":" }.dropFirst(3).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let (rest, query) = (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        let place = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let authority = place.first ?? ""
        let at = authority.lastIndex(of: "@")
        let user = at.map { authority[..<$0] } ?? "default"
        let host = at.map { authority[authority.index(after: $0)...] } ?? authority
        let shown = "\(isSecureScheme ? "clickhouses" : "clickhouse")://\(at == nil ? "" : "…@")\(host)"
        let refuse = { (reason: String) in ClickHouseError(shown, .name(reason: reason)) }
        guard !user.contains(":") else {
            throw refuse("holds a password, which others could read: give it by ?password-file=PATH")
        }
        guard Self.isWord(user, also: ".-"), let database = Self.database(place) else {
            throw refuse("names a user or a database with other characters than letters, digits and underscores")
        }
        let options = try Self.options(query, refuse)
        let isSecure = isSecureScheme || options["secure"] == "1"
        let hasPort =
            host.last != "]" && host.drop { $0 != "]" }.contains(":")
            || !host.contains("]") && host.contains(":")
        do {
            server = try HTTPAddress(
                "\(isSecure ? "https" : "http")://\(host)\(hasPort ? "" : isSecure ? ":8443" : ":8123")/")
        } catch {
            throw refuse(HTTPAddress.libraryProblem ?? "names no host")
        }
        (name, self.user, self.database) = (text, String(user), database)
        (passwordFile, certificateFile) = (options["password-file"], options["ca-file"])
        allowsPlainText = options["plain"] == "1"
        compresses = options["compress"].map { $0 == "1" } ?? !server.isLoopback
    }

    private static func database(_ place: [Substring]) -> String? {
        guard place.count > 1, !place[1].isEmpty else { return "flowcensus" }
        return isWord(place[1]) ? String(place[1]) : nil
    }

    private static func isWord(_ text: Substring, also others: String = "") -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                    || scalar == "_" || others.unicodeScalars.contains(scalar)
            }
    }

    private static func options(
        _ query: Substring, _ refuse: (String) -> ClickHouseError
    ) throws(ClickHouseError) -> [String: String] {
        var options: [String: String] = [:]
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let isSwitch = ["secure", "plain", "compress"].contains(pair[0])
            guard pair.count == 2, isSwitch || ["password-file", "ca-file"].contains(pair[0]) else {
                throw refuse(
                    "has something behind its ? that is neither secure=1, plain=1, compress=1, password-file=PATH nor ca-file=PATH"
                )
            }
            guard !isSwitch || ["0", "1"].contains(pair[1]), !pair[1].isEmpty else {
                throw refuse("states \(pair[0]) as neither 0 nor 1")
            }
            options[String(pair[0])] = String(pair[1])
        }
        return options
    }
}
