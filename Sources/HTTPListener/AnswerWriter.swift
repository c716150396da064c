import Foundation

/// Writes an answer to a connection: the head, once the body has begun or failed, and the body whole or in chunks.
final class AnswerWriter {
    private let connection: Connection
    private let limits: ListenerLimits
    /// `nil` where what came was no request.
    private let head: HTTPRequestHead?
    private let isStopping: () -> Bool
    /// The status that was sent.
    private(set) var status: HTTPStatus?
    /// Bytes of the body that were sent.
    private(set) var length = 0

    init(
        _ connection: Connection, _ limits: ListenerLimits, _ head: HTTPRequestHead?,
        isStopping: @escaping () -> Bool
    ) {
        (self.connection, self.limits, self.head, self.isStopping) = (connection, limits, head, isStopping)
    }

    /// - Returns: whether the connection stays open.
    func write(_ answer: HTTPAnswer, keepsAlive: Bool) throws -> Bool {
        switch answer.body {
        case .bytes(let bytes):
            let isLeftOut = answer.status.hasNoBody
            let text = headText(
                answer, keepsAlive: keepsAlive, isLeftOut ? [] : [("Content-Length", "\(bytes.count)")])
            let body = isLeftOut || head?.method == "HEAD" ? [] : bytes
            status = answer.status
            try send(text + body)
            length = body.count
            return keepsAlive
        case .stream(let write):
            return try stream(answer, keepsAlive: keepsAlive, write)
        }
    }

    private func stream(
        _ answer: HTTPAnswer, keepsAlive: Bool, _ write: (BodyOutput) throws -> Void
    ) throws -> Bool {
        let isChunked = head?.takesChunks ?? false
        let keepsAlive = keepsAlive && isChunked
        let text = headText(answer, keepsAlive: keepsAlive, isChunked ? [("Transfer-Encoding", "chunked")] : [])
        if head?.method == "HEAD" {
            status = answer.status
            try send(text)
            return keepsAlive
        }
        let begin = { [self] in
            guard status == nil else { return }
            status = answer.status
            try send(text)
        }
        let output = BodyOutput(
            { [self] bytes in
                try begin()
                try send(isChunked ? Array(String(bytes.count, radix: 16).utf8) + [13, 10] + bytes + [13, 10] : bytes)
                length += bytes.count
            }, isStopping: isStopping, reader: AnswerReader(connection))
        do {
            try write(output)
            try begin()
        } catch  where status == nil && !(error is ConnectionLost) {
            let answer = (error as? any AnsweredError)?.answer ?? HTTPAnswer(failed: error)
            _ = try self.write(answer, keepsAlive: false)
            throw error
        }
        if isChunked { try send(Array("0\r\n\r\n".utf8)) }
        return keepsAlive
    }

    private func send(_ bytes: [UInt8]) throws(ConnectionLost) {
        try connection.write(bytes, pieceTime: limits.pieceTime)
    }

    private func headText(
        _ answer: HTTPAnswer, keepsAlive: Bool, _ framing: [(name: String, value: String)]
    ) -> [UInt8] {
        var lines = ["HTTP/1.1 \(answer.status.code) \(answer.status.phrase)"]
        lines += (answer.headers + framing).map { "\($0.name): \($0.value.filter { !$0.isNewline })" }
        lines.append("Connection: \(keepsAlive ? "keep-alive" : "close")")
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}

extension HTTPAnswer {
    /// Of a failure the operator reads more in the log.
    fileprivate init(failed error: any Error) {
        self.init(.failed, "text/plain; charset=utf-8", "the answer could not be made; the log says why\n")
    }
}
