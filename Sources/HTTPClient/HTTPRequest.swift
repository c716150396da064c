/// What is asked of a server.
package struct HTTPRequest: Sendable {
    package enum Method: Equatable, Sendable {
        case get
        /// The body is what the pieces hold, one behind another.
        case post(pieces: [ArraySlice<UInt8>], contentType: String)

        package static func post(_ body: [UInt8], contentType: String) -> Method {
            .post(pieces: [body[...]], contentType: contentType)
        }
    }

    package var address: HTTPAddress
    package var method = Method.get
    package var headers: [HTTPHeader] = []
    /// Sent to the server of the address alone.
    package var credentials: HTTPCredentials?
    package var settings = HTTPSettings()

    package init(_ address: HTTPAddress) {
        self.address = address
    }
}

/// What a server answered, but for the body.
package struct HTTPResponse: Equatable, Sendable {
    package let status: Int
    /// By names in lower case; of equal names the last one counts.
    package let headers: [String: String]
    /// Where it came from in the end.
    package let address: HTTPAddress
    /// Bytes of the body as they came, and unpacked.
    package let receivedBytes: Int
    package let bodyBytes: Int

    package var isSuccess: Bool { 200..<300 ~= status }

    /// Seconds after which to ask again, where a server that is busy states a number of them (RFC 9110 section 10.2.3).
    package var retryAfter: Int? { headers["retry-after"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }
}
