import ArgumentParser
package import CensusModel
import CensusNotice
package import CensusQueries
import CommandSupport
import Foundation
package import HTTPListener
package import Logging
package import NetworkTypes
import PrometheusMetrics
import Runtime
import Synchronization

/// What a server is to do.
package struct ServiceOptions: Sendable {
    package var store: String
    package var enrichment = EnrichmentOptions()
    package var seesOneWay = false
    /// A file of tokens; `nil` where one is drawn.
    package var tokenFile: String?
    /// Whether everybody is let in who reaches the server.
    package var isOpen = false
    package var hosts: [String] = []
    package var proxies: [IPPrefix] = []
    package var roleHeader: String?
    /// A file from which pseudonyms are made; `nil` where a key is drawn.
    package var keyFile: String?
    /// The program and its version.
    package var software: String

    package init(store: String, software: String) {
        (self.store, self.software) = (store, software)
    }
}

/// The answers of `serve`: the API, the dashboard, and how the server itself is doing. It reads the store, and never writes it.
package final class CensusService: Sendable {
    static let apiPath = "/api/v1/"

    /// The token that was drawn; `nil` where there are others, or none is needed.
    package let drawnToken: String?
    private let options: ServiceOptions
    private let stores: any StoreOpener
    /// What is made of files that options name.
    private let state: Mutex<Parts>
    private let parameters: [String: RequestParameters]
    private let openAPI: String
    private let dashboard: Dashboard
    private let live = LiveEvents()
    private let metrics = ServerMetrics()
    private let logger: Logger

    private struct Parts: Sendable {
        var gatekeeper: Gatekeeper
        var key: PseudonymKey
        var desk: AnswerDesk
        var analyst: AnswerContext
        var viewer: AnswerContext
    }

    package init(_ options: ServiceOptions, stores: any StoreOpener, logger: Logger) throws {
        (self.options, self.stores, self.logger) = (options, stores, logger)
        drawnToken = options.isOpen || options.tokenFile != nil ? nil : DrawnToken.draw()
        state = Mutex(try Self.parts(options, stores, drawnToken, inPlaceOf: nil, logger))
        dashboard = try Dashboard()
        let syntaxes = try CommandSyntax.all(inDump: Requests._dumpHelp())
        parameters = Dictionary(
            syntaxes.map { ($0.name, RequestParameters($0)) }, uniquingKeysWith: { first, _ in first })
        openAPI = OpenAPIDocument(syntaxes, version: options.software).text
    }

    /// - Parameter old: what was made before; a token, key and cookies that were drawn stay those they were.
    private static func parts(
        _ options: ServiceOptions, _ stores: any StoreOpener, _ drawnToken: String?, inPlaceOf old: Parts?,
        _ logger: Logger
    ) throws -> Parts {
        let enrichments = try Enrichments(options.enrichment)
        enrichments.log(to: logger)
        let key = try options.keyFile.map { try PseudonymKey(file: $0) } ?? old?.key ?? PseudonymKey()
        if key.isOpenToOthers, let file = options.keyFile {
            logger.warning("--key: \(file): others may read it, and tell whom pseudonyms stand for")
        }
        let names = HostPseudonyms(key: key.key)
        let context = { (pseudonyms: HostPseudonyms?) in
            AnswerContext(
                enrichments: enrichments, pseudonyms: pseudonyms, names: names, software: options.software,
                seesOneWay: options.seesOneWay)
        }
        return Parts(
            gatekeeper: try options.tokenFile == nil
                ? old?.gatekeeper ?? gatekeeper(options, drawnToken) : gatekeeper(options, nil),
            key: key,
            desk: AnswerDesk(
                try StoreDesk(options.store, stores), generation: old.map { $0.desk.generation + 1 } ?? 0),
            analyst: context(nil),
            viewer: context(names))
    }

    private static func gatekeeper(_ options: ServiceOptions, _ drawnToken: String?) throws -> Gatekeeper {
        let keys: Gatekeeper.Keys =
            if let drawnToken { .tokens(AccessTokens(drawn: drawnToken)) } else if let file = options.tokenFile {
                .tokens(try AccessTokens(file: file))
            } else { .open }
        return Gatekeeper(keys, hosts: options.hosts, proxies: options.proxies, roleHeader: options.roleHeader)
    }

    /// Reads again the files that options name: tokens, the key of pseudonyms, countries, networks, the inventory. Cookies that were
    /// given for tokens of a file end, for the token may have been taken out.
    /// - Throws: what is wrong with one; then all stays as it is.
    package func rereadFiles() throws {
        let old = state.withLock { $0 }
        let new = try Self.parts(options, stores, drawnToken, inPlaceOf: old, logger)
        state.withLock { $0 = new }
    }

    private var desk: AnswerDesk { state.withLock { $0.desk } }
    private var analyst: AnswerContext { state.withLock { $0.analyst } }
    private var viewer: AnswerContext { state.withLock { $0.viewer } }

    /// Answers one request, on whichever thread.
    package func answer(_ request: HTTPRequest) -> HTTPAnswer {
        var answer = unsealedAnswer(request)
        answer.headers += ContentSecurity.headers
        // What an answer of 304 says takes the place of what the one before said (RFC 9111 section 3.2), which may have styles of its own.
        if answer.status != .notModified, !answer.headers.contains(where: { $0.name == ContentSecurity.name }) {
            answer.headers.append((ContentSecurity.name, ContentSecurity.policy))
        }
        return answer
    }

    /// Takes note of an answer that was sent.
    package func note(_ exchange: HTTPExchange) {
        metrics.note(exchange)
    }

    private func unsealedAnswer(_ request: HTTPRequest) -> HTTPAnswer {
        let gatekeeper = state.withLock { $0.gatekeeper }
        guard gatekeeper.isCalledByName(request) else {
            return HTTPAnswer(
                problem: APIProblem(.misdirected, "this server does not go by that name; --host names more"))
        }
        let path = request.head.path
        if path == "/healthz" { return HTTPAnswer(.ok, "text/plain; charset=utf-8", "ok\n") }
        let isAPI = path.hasPrefix("/api/")
        switch gatekeeper.admit(request, isPage: !isAPI) {
        case .refused(let answer): return answer
        case .granted(let identity):
            var answer = answer(request.head, to: identity)
            answer.user = identity.name
            return answer
        }
    }

    private func answer(_ head: HTTPRequestHead, to identity: Identity) -> HTTPAnswer {
        do {
            return try RequestTime.$now.withValue(SystemClock.now) { try route(head, identity) }
        } catch let problem as APIProblem {
            return HTTPAnswer(problem: problem)
        } catch {
            // What went wrong may name files and addresses.
            logger.error("\(head.path): \(error)")
            return HTTPAnswer(problem: APIProblem(.failed, "the answer could not be made; the log says why"))
        }
    }

    private func route(_ head: HTTPRequestHead, _ identity: Identity) throws -> HTTPAnswer {
        switch head.path {
        case "/readyz":
            return try ready()
        case "/metrics":
            return HTTPAnswer(.ok, PrometheusRegistry.contentType, try metrics.text(desk.stores, analyst))
        case Self.apiPath + "openapi.json":
            return HTTPAnswer(.ok, "application/json; charset=utf-8", openAPI)
        case Self.apiPath + "live":
            return try live.answer { [desk] in try desk.stores.version().text }
        default:
            return try head.path.hasPrefix(Self.apiPath) ? apiAnswer(head, identity) : pageAnswer(head, identity)
        }
    }

    private func pageAnswer(_ head: HTTPRequestHead, _ identity: Identity) throws -> HTTPAnswer {
        if let file = PageTemplates.files[head.path] {
            return HTTPAnswer(
                headers: [("Content-Type", file.type), ("Cache-Control", "private, max-age=300")],
                body: .bytes(file.bytes))
        }
        let context = identity.role == .analyst ? analyst : viewer
        guard let request = try dashboard.request(head) else {
            throw APIProblem(.notFound, "there is nothing at this path")
        }
        return try desk.page(request.name, to: head, as: identity.role) { [dashboard] version, ages in
            dashboard.answer(request, context, of: version, ages)
        }
    }

    private func apiAnswer(_ head: HTTPRequestHead, _ identity: Identity) throws -> HTTPAnswer {
        let name = String(head.path.dropFirst(Self.apiPath.count))
        guard let type = Requests.all.first(where: { $0.name == name }), let parameters = parameters[name] else {
            throw APIProblem(.notFound, "there is nothing at this path; \(Self.apiPath)openapi.json says what there is")
        }
        let context = identity.role == .analyst ? analyst : viewer
        let request = try parameters.read(
            type, head.query, seesOneWay: context.seesOneWay, showsValues: identity.role == .analyst)
        let items = head.query.map { "\($0.name)=\($0.value)" }.sorted()
        let answer = try request.answer(context, key: "\(name)\n\(items.joined(separator: "\n"))\n")
        return try desk.answer(answer, to: head, as: identity.role)
    }

    private func ready() throws -> HTTPAnswer {
        do {
            _ = try desk.stores.version()
            return HTTPAnswer(.ok, "text/plain; charset=utf-8", "ready\n")
        } catch {
            logger.error("/readyz: \(error)")
            throw APIProblem(.unavailable, "the store cannot be read; the log says why")
        }
    }
}
