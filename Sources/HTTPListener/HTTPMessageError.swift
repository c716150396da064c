/// Why a request is refused before anything looks at what it is about.
package struct HTTPMessageError: Error, Equatable, Sendable {
    package let status: HTTPStatus
    package let reason: String

    init(_ status: HTTPStatus, _ reason: String) {
        (self.status, self.reason) = (status, reason)
    }
}
