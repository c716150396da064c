import CensusEvents
import Digests
import HTTPClient
import NetworkTypes

/// Posts each event to a server over HTTPS.
///
/// The header `X-Flowcensus-Signature` holds `sha256=` and the HMAC-SHA-256 (RFC 2104) of the body in hexadecimal digits, where
/// there is a key; `X-Flowcensus-Delivery` holds the event's identifier, by which one that comes again is known.
final class WebhookSink: EventSink {
    let batchSize = 1
    private let line: EventLine
    private let address: HTTPAddress
    private let settings: HTTPSettings
    private let credentials: HTTPCredentials?
    private let key: SymmetricKey?
    private let client: Client
    private let isCancelled: HTTPClient.Cancellation

    /// A client, held by reference.
    private final class Client {
        let client: HTTPClient

        init() throws { client = try HTTPClient() }
    }

    /// - Parameter key: signs bodies; `nil` to sign none.
    init(
        _ line: EventLine, to address: HTTPAddress, settings: HTTPSettings, credentials: HTTPCredentials?,
        key: SymmetricKey?, isCancelled: @escaping HTTPClient.Cancellation
    ) throws {
        (self.line, self.address, self.settings) = (line, address, settings)
        (self.credentials, self.key, self.isCancelled) = (credentials, key, isCancelled)
        client = try Client()
    }

    func send(_ events: [CensusEvent]) throws(EventSinkFailure) {
        for event in events { try send(event) }
    }

    private func send(_ event: CensusEvent) throws(EventSinkFailure) {
        let body = line.bytes(event)
        var request = HTTPRequest(address)
        request.method = .post(body, contentType: line.format.contentType)
        request.headers = [
            HTTPHeader("X-Flowcensus-Event", event.kind.rawValue),
            HTTPHeader("X-Flowcensus-Delivery", event.identifier),
        ]
        if let key {
            let code = key.authenticationCode(for: body).hexadecimal
            request.headers.append(HTTPHeader("X-Flowcensus-Signature", "sha256=\(code)"))
        }
        (request.credentials, request.settings) = (credentials, settings)
        // Else a server that has taken an event, and breaks off what it says of it, would get it for ever.
        request.settings.needsNoBody = true
        let response: HTTPResponse
        do {
            response = try client.client.send(request, isCancelled: isCancelled) { _ in }
        } catch {
            throw .away(reason: "\(error)")
        }
        guard !response.isSuccess else { return }
        let reason = "\(address): answered with status \(response.status)"
        // A server that understands and refuses this event will not take it another time.
        guard ![400, 413, 422].contains(response.status) else { throw .refused(reason: reason) }
        throw .away(reason: reason, seconds: response.retryAfter)
    }
}
