import HTTPClient

extension FeedFetch {
    /// Fetches a file, unless the server says that it is the one that is there (RFC 9110 section 13.1).
    func fetchList(_ address: HTTPAddress) throws(FeedError) -> Result {
        var request = try request(address)
        if hasCurrent {
            let conditions = [("If-None-Match", state.entityTag), ("If-Modified-Since", state.lastModified)]
            for case (let name, let value?) in conditions { request.headers.append(HTTPHeader(name, value)) }
        }
        let file = try newVersion()
        let response = try send(request) { try file.write($0) }
        guard response.status != 304 else {
            guard !request.headers.isEmpty else {
                throw .damaged(
                    what: "\(address)", reason: "the server says that nothing is new (304), and was not asked that")
            }
            return .unchanged
        }
        state.entityTag = validator(response, "etag")
        state.lastModified = validator(response, "last-modified")
        return .version(file)
    }

    /// What the server wants to be asked with; what no header can hold is left out.
    private func validator(_ response: HTTPResponse, _ name: String) -> String? {
        response.headers[name].flatMap { $0.utf8.count <= 1_024 && !$0.isEmpty && HTTPHeader.isValue($0) ? $0 : nil }
    }
}
