/// A status of an answer (RFC 9110 section 15).
package struct HTTPStatus: Equatable, Sendable {
    package let code: Int
    package let phrase: String

    init(_ code: Int, _ phrase: String) {
        (self.code, self.phrase) = (code, phrase)
    }

    package static let ok = HTTPStatus(200, "OK")
    package static let seeOther = HTTPStatus(303, "See Other")
    package static let notModified = HTTPStatus(304, "Not Modified")
    package static let badRequest = HTTPStatus(400, "Bad Request")
    package static let unauthorized = HTTPStatus(401, "Unauthorized")
    package static let forbidden = HTTPStatus(403, "Forbidden")
    package static let notFound = HTTPStatus(404, "Not Found")
    package static let methodNotAllowed = HTTPStatus(405, "Method Not Allowed")
    package static let requestTimeout = HTTPStatus(408, "Request Timeout")
    package static let contentTooLarge = HTTPStatus(413, "Content Too Large")
    package static let targetTooLong = HTTPStatus(414, "URI Too Long")
    package static let misdirected = HTTPStatus(421, "Misdirected Request")
    package static let tooManyRequests = HTTPStatus(429, "Too Many Requests")
    package static let headersTooLarge = HTTPStatus(431, "Request Header Fields Too Large")
    package static let failed = HTTPStatus(500, "Internal Server Error")
    package static let unavailable = HTTPStatus(503, "Service Unavailable")
    package static let versionNotSupported = HTTPStatus(505, "HTTP Version Not Supported")

    /// Whether the answer has no body, whatever was to be sent (RFC 9110 section 6.4.1).
    var hasNoBody: Bool { code == 304 }
}
