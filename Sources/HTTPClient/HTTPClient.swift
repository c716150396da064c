/// Sends requests over HTTP/1.1 and TLS by libcurl, one after another, and keeps connections open between them.
///
/// Whatever a server does, a request ends: its settings bound the time, the bytes as they come and unpacked, the headers and
/// the redirects. Redirects are followed here and not by the library, each one checked like an address that was given.
/// Belongs to one thread at a time.
package struct HTTPClient: ~Copyable {
    private let handle: CurlHandle

    /// Says whether to give up; it is asked about once a second, and whenever something comes.
    package typealias Cancellation = @Sendable () -> Bool

    /// - Throws: where the library cannot be used.
    package init() throws(HTTPError) {
        handle = try CurlHandle()
    }

    /// Sends a request and hands on the body of the answer, if that is a success (2xx); of other answers the body is left,
    /// unless `HTTPSettings.takesRefusals`.
    /// - Parameter take: is called with the next bytes of the body, unpacked.
    /// - Throws: `HTTPError`, or what `take` throws.
    package func send(
        _ request: HTTPRequest, isCancelled: @escaping Cancellation = { false },
        taking take: @escaping ([UInt8]) throws -> Void
    ) throws -> HTTPResponse {
        var request = request
        let deadline = ContinuousClock.now + .seconds(request.settings.timeout)
        try request.check()
        for _ in 0...max(0, request.settings.maximumRedirects) {
            let transfer = Transfer(request, isCancelled: isCancelled, take: take)
            do {
                try handle.perform(request, transfer, secondsLeft: deadline.secondsLeft)
            } catch  where request.settings.needsNoBody && transfer.hasSucceeded {
            }
            guard transfer.isRedirect, request.method == .get, let target = handle.redirectTarget else {
                return transfer.response(receivedBytes: handle.receivedBytes)
            }
            try request.follow(to: target)
        }
        throw HTTPError("\(request.address)", .tooManyRedirects(limit: request.settings.maximumRedirects))
    }

    /// Sends a request and keeps the body.
    package func send(
        _ request: HTTPRequest, isCancelled: @escaping Cancellation = { false }
    ) throws -> (response: HTTPResponse, body: [UInt8]) {
        let body = KeptBody()
        let response = try send(request, isCancelled: isCancelled) { body.bytes += $0 }
        return (response, body.bytes)
    }
}

private final class KeptBody {
    var bytes: [UInt8] = []
}

extension ContinuousClock.Instant {
    /// Seconds until then; 0 when that is past.
    fileprivate var secondsLeft: Double { max(0, (self - .now) / .seconds(1)) }
}

extension HTTPRequest {
    /// Refuses to send in the clear what was not allowed to be.
    fileprivate func check() throws(HTTPError) {
        guard !address.isSecure else { return }
        guard address.isLoopback || settings.allowsPlainText else { throw HTTPError("\(address)", .isInTheClear) }
        if credentials != nil, !address.isLoopback, !settings.allowsSecretsInPlainText {
            throw HTTPError("\(address)", .secretInTheClear)
        }
    }

    /// Goes on to where a server redirects to, if that may be.
    fileprivate mutating func follow(to text: String) throws(HTTPError) {
        let refuse = { [address] (target: String, reason: String) in
            HTTPError("\(address)", .redirect(to: target, reason: reason))
        }
        let target: HTTPAddress
        do {
            target = try HTTPAddress(text)
        } catch {
            throw refuse("another place", "that \(error.reason)")
        }
        if address.isSecure, !target.isSecure { throw refuse("\(target)", "that is in the clear") }
        if target.isLoopback, !address.isLoopback { throw refuse("\(target)", "that is this machine") }
        if credentials != nil, !target.hasSameServer(as: address) {
            guard settings.followsWithoutCredentials else {
                throw refuse("\(target)", "that is another server, and the secret is not meant for it")
            }
            credentials = nil
        }
        address = target
        try check()
    }
}

extension HTTPError {
    fileprivate var reason: String {
        if case .address(let reason) = problem { reason } else { description }
    }
}
