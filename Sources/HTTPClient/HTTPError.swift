/// Why a request to a server failed: which address, and what is wrong.
package struct HTTPError: Error, Equatable {
    /// Without query, user and password.
    package let address: String
    package let problem: Problem

    init(_ address: String, _ problem: Problem) {
        (self.address, self.problem) = (address, problem)
    }

    package enum Problem: Error, Equatable {
        case address(reason: String)
        /// It would go in the clear, and was not allowed to.
        case isInTheClear
        case secretInTheClear
        case tooManyRedirects(limit: Int)
        case redirect(to: String, reason: String)
        /// The server, or the proxy before it, cannot be reached.
        case unreachable(reason: String)
        /// The server does not prove who it is.
        case untrusted(reason: String)
        case tooSlow(reason: String)
        case tooLarge(limit: Int, isUnpacked: Bool)
        case headersTooLong(limit: Int)
        /// The answer breaks off, or is not one of HTTP.
        case damaged(reason: String)
        case cancelled
        /// The library refuses a setting, as a file of certificates that is not there.
        case setting(reason: String)
    }
}

extension HTTPError: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .address(let reason): "\(address): \(reason)"
        case .isInTheClear:
            "\(address): http:// is in the clear, so that anybody on the way could change what comes; allow it, or use https://"
        case .secretInTheClear:
            "\(address): http:// is in the clear, so no secret is sent there"
        case .tooManyRedirects(let limit): "\(address): redirects more than \(limit) times"
        case .redirect(let target, let reason): "\(address): redirects to \(target): \(reason)"
        case .unreachable(let reason): "\(address): cannot be reached: \(reason)"
        case .untrusted(let reason): "\(address): does not prove who it is: \(reason)"
        case .tooSlow(let reason): "\(address): answers too slowly: \(reason)"
        case .tooLarge(let limit, let isUnpacked):
            "\(address): sends more than \(limit) bytes\(isUnpacked ? ", unpacked" : "")"
        case .headersTooLong(let limit): "\(address): sends more than \(limit) bytes of headers"
        case .damaged(let reason): "\(address): the answer is damaged: \(reason)"
        case .cancelled: "\(address): the transfer was ended"
        case .setting(let reason): "\(address): \(reason)"
        }
    }
}
