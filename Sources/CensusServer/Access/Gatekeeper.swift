import Foundation
import HTTPListener
import NetworkTypes
import Runtime
import Synchronization
import TextFormats

/// Decides who is let in, before anything looks at what a request is about.
final class Gatekeeper: Sendable {
    enum Admission {
        case granted(Identity)
        case refused(HTTPAnswer)
    }

    /// How somebody is known.
    enum Keys: Sendable {
        /// Everybody who reaches the server is an analyst.
        case open
        case tokens(AccessTokens)
    }

    private let keys: Keys
    private let hosts: Set<String>
    private let proxies: PrefixSet?
    private let roleHeader: String?
    private let sessions = Sessions()
    /// Wrong tokens of each peer.
    private let failures = Mutex(RateLimit<IPAddress>(rate: 0.2, burst: 20))

    /// - Parameters:
    ///   - hosts: names under which the server may be called, beside its own addresses.
    ///   - proxies: who may say in a header who asks.
    init(_ keys: Keys, hosts: [String], proxies: [IPPrefix], roleHeader: String?) {
        self.keys = keys
        self.hosts = Set(hosts.map { $0.lowercased() }).subtracting([""])
        self.proxies = proxies.isEmpty ? nil : PrefixSet(proxies)
        self.roleHeader = roleHeader
    }

    /// Whether the server is called by a name of its own. A page from elsewhere whose name leads here is not (DNS rebinding).
    func isCalledByName(_ request: HTTPRequest) -> Bool {
        let (name, port) = Self.parts(request.head.host)
        if hosts.contains(name) { return true }
        guard port ?? 80 == request.local.port else { return false }
        if name == "localhost" { return request.local.address.isLoopback }
        return IPAddress(parsing: name.utf8) == request.local.address
    }

    /// `[2001:db8::1]:8470` and the like: the name in small letters without brackets, and the port.
    private static func parts(_ host: String) -> (name: String, port: UInt16?) {
        let text = host.lowercased()
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let rest = text[text.index(after: end)...]
            return (String(text[text.index(after: text.startIndex)..<end]), UInt16(rest.dropFirst()))
        }
        let sides = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(sides.first ?? ""), sides.count > 1 ? UInt16(sides[1]) : nil)
    }

    /// - Parameter isPage: whether a browser opens it, which then carries a cookie in place of a token in the address.
    func admit(_ request: HTTPRequest, isPage: Bool) -> Admission {
        let now = SystemClock.steady / Timestamp.nanosecondsPerSecond
        if let identity = proxied(request) { return .granted(identity) }
        guard case .tokens(let tokens) = keys else { return .granted(Identity(role: .analyst, name: "")) }
        if isPage, let token = request.head.query.first(where: { $0.name == "token" })?.value {
            guard let identity = tokens.identity(of: token) else { return .refused(refusal(request)) }
            return .refused(session(for: identity, request, at: now))
        }
        if let token = Self.credentials(request.head) {
            return tokens.identity(of: token).map(Admission.granted) ?? .refused(refusal(request))
        }
        if let word = Self.cookie(request.head), let identity = sessions.identity(of: word, at: now) {
            return .granted(identity)
        }
        return .refused(Self.unauthorized)
    }

    private func proxied(_ request: HTTPRequest) -> Identity? {
        guard let roleHeader, let proxies, proxies.contains(request.peer),
            let words = request.head.header(roleHeader)?.split(separator: " ", maxSplits: 1),
            let role = words.first.flatMap({ Role(rawValue: String($0)) })
        else { return nil }
        return Identity(role: role, name: words.count > 1 ? String(words[1]).printable : role.rawValue)
    }

    /// The token of `Authorization`: a bearer's (RFC 6750), or the password of basic authentication (RFC 7617).
    private static func credentials(_ head: HTTPRequestHead) -> String? {
        guard let words = head.header("Authorization")?.split(separator: " ", maxSplits: 1), words.count == 2 else {
            return nil
        }
        switch words[0].lowercased() {
        case "bearer": return String(words[1])
        case "basic":
            let text = Data(base64Encoded: String(words[1])).map { String(decoding: $0, as: UTF8.self) }
            let sides = text?.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return sides.map { $0.count > 1 ? String($0[1]) : "" } ?? ""
        default: return ""
        }
    }

    private static func cookie(_ head: HTTPRequestHead) -> String? {
        let pairs = (head.header("Cookie") ?? "").split { $0 == ";" || $0 == "," || $0 == " " }
        return pairs.lazy.compactMap { pair in
            pair.hasPrefix("\(Sessions.cookie)=") ? String(pair.dropFirst(Sessions.cookie.count + 1)) : nil
        }.first
    }

    /// Leads to the same page without the token, which stays neither in the history nor in the log of a proxy behind it.
    private func session(for identity: Identity, _ request: HTTPRequest, at now: Int64) -> HTTPAnswer {
        let word = sessions.begin(identity, at: now)
        // Two slashes at the beginning would lead to another server, and to browsers a backslash is one.
        let location = "/" + request.head.target(with: nil, inPlaceOf: "token").drop { $0 == "/" || $0 == "\\" }
        return HTTPAnswer(
            .seeOther,
            headers: [
                ("Location", location),
                (
                    "Set-Cookie",
                    "\(Sessions.cookie)=\(word); Path=/; Max-Age=\(Sessions.seconds); HttpOnly; SameSite=Strict"
                ),
            ], body: .bytes([]))
    }

    private func refusal(_ request: HTTPRequest) -> HTTPAnswer {
        let isAllowed = failures.withLock { $0.take(request.peer, at: SystemClock.steady) }
        return isAllowed
            ? Self.unauthorized
            : HTTPAnswer(problem: APIProblem(.tooManyRequests, "too many wrong tokens"), [("Retry-After", "60")])
    }

    private static let unauthorized = HTTPAnswer(
        problem: APIProblem(
            .unauthorized,
            "a token is needed: in the address that the server showed when it started, or in Authorization"),
        [("WWW-Authenticate", "Basic realm=\"flowcensus\", charset=\"UTF-8\"")])
}
