package import NetworkTypes

/// A request, and who sent it to where.
package struct HTTPRequest: Sendable {
    package let head: HTTPRequestHead
    package let peer: IPAddress
    /// The address and port that the peer connected to.
    package let local: (address: IPAddress, port: UInt16)
}

/// What came and what it was answered with, for a log.
package struct HTTPExchange: Sendable {
    package let peer: IPAddress
    /// `nil` where what came was no request.
    package let head: HTTPRequestHead?
    /// Who asked, where that is known.
    package let user: String?
    package let status: HTTPStatus
    /// Bytes of the body.
    package let length: Int
    /// Whether all of it was sent.
    package let isWhole: Bool
    /// From the head of the request to the end of the answer.
    package let milliseconds: Int64
    /// Why it was refused before anybody looked at it, or failed.
    package let remark: String?
}
