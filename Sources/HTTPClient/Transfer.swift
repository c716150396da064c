/// One exchange with a server as it happens: what came, and why it is ended before its time.
///
/// A class, because libcurl hands its address back with everything that comes.
final class Transfer {
    private let request: HTTPRequest
    private let isCancelled: HTTPClient.Cancellation
    private let take: ([UInt8]) throws -> Void
    private var status = 0
    private var headers: [String: String] = [:]
    /// Bytes of all header lines, of answers before the last one too.
    private var headerBytes = 0
    private var bodyBytes = 0
    private var isHeadWhole = false
    /// What is not sent yet of a body in pieces.
    private var unsent: ArraySlice<ArraySlice<UInt8>> = []
    /// Why it was ended from here.
    private(set) var failure: (any Error)?
    /// Whether the body was left where it was, of an answer that is no success, or of which no body is needed.
    private(set) var isBodyLeft = false

    /// Bytes of headers: a hundred times what servers send.
    static let maximumHeaderBytes = 256 * 1_024

    init(
        _ request: HTTPRequest, isCancelled: @escaping HTTPClient.Cancellation, take: @escaping ([UInt8]) throws -> Void
    ) {
        (self.request, self.isCancelled, self.take) = (request, isCancelled, take)
        if case .post(let pieces, _) = request.method { unsent = pieces[...] }
    }

    /// Whether the server has said so in a whole head.
    var hasSucceeded: Bool { isHeadWhole && 200..<300 ~= status }

    private var statedLength: Int { headers["content-length"].flatMap { Int($0) } ?? 0 }

    var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) }

    func response(receivedBytes: Int) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: headers, address: request.address, receivedBytes: receivedBytes,
            bodyBytes: bodyBytes)
    }

    /// Takes one line of a header; false ends the transfer.
    func takeHeader(_ line: [UInt8]) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.maximumHeaderBytes else {
            return end(HTTPError("\(request.address)", .headersTooLong(limit: Self.maximumHeaderBytes)))
        }
        if line.starts(with: "HTTP/".utf8) {
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
            status = words.count > 1 ? Int(String(decoding: words[1].prefix(3), as: UTF8.self)) ?? 0 : 0
            (headers, isHeadWhole) = ([:], false)
        } else if line.allSatisfy({ $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }) {
            isHeadWhole = true
            isBodyLeft = request.settings.needsNoBody && hasSucceeded && statedLength > request.settings.maximumSize
            return !isBodyLeft
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let text = { (bytes: ArraySlice<UInt8>) in
                String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            headers[text(line[..<colon]).lowercased()] = text(line[(colon + 1)...])
        }
        return true
    }

    /// Copies what is to be sent next of the body.
    /// - Returns: how many bytes; 0 at its end.
    func giveBody(_ room: UnsafeMutableRawBufferPointer) -> Int {
        var rest = unsafe room
        while unsafe !rest.isEmpty, let piece = unsent.first {
            let part = piece.prefix(rest.count)
            unsafe rest.copyBytes(from: part)
            unsafe rest = UnsafeMutableRawBufferPointer(rebasing: rest[part.count...])
            unsent[unsent.startIndex] = piece.dropFirst(part.count)
            if part.count == piece.count { unsent.removeFirst() }
        }
        return room.count - rest.count
    }

    /// Takes bytes of the body, unpacked; false ends the transfer.
    func takeBody(_ bytes: [UInt8]) -> Bool {
        guard 200..<300 ~= status || request.settings.takesRefusals else {
            isBodyLeft = true
            return false
        }
        let (limit, size) = (request.settings.maximumUnpackedSize, bodyBytes + bytes.count)
        guard size <= limit else {
            return end(HTTPError("\(request.address)", .tooLarge(limit: limit, isUnpacked: true)))
        }
        bodyBytes = size
        do {
            try take(bytes)
            return true
        } catch {
            return end(error)
        }
    }

    /// Looks at how much came over the network; false ends the transfer.
    func goesOn(received: Int) -> Bool {
        guard received <= request.settings.maximumSize else {
            return end(
                HTTPError("\(request.address)", .tooLarge(limit: request.settings.maximumSize, isUnpacked: false)))
        }
        return isCancelled() ? end(HTTPError("\(request.address)", .cancelled)) : true
    }

    private func end(_ error: any Error) -> Bool {
        if failure == nil { failure = error }
        return false
    }
}
