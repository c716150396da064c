/// What a request is answered with.
package struct HTTPAnswer: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        /// Writes the body piece by piece; where it throws before the first, the answer is 500, and later the connection breaks
        /// off, so that nobody takes a part for the whole.
        case stream(@Sendable (BodyOutput) throws -> Void)
    }

    package var status: HTTPStatus
    package var headers: [(name: String, value: String)]
    package var body: Body
    /// Who asked, for the log.
    package var user: String?

    package init(_ status: HTTPStatus = .ok, headers: [(name: String, value: String)] = [], body: Body) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// A short answer of one kind of text.
    package init(_ status: HTTPStatus = .ok, _ type: String, _ text: String) {
        self.init(status, headers: [("Content-Type", type)], body: .bytes(Array(text.utf8)))
    }
}

/// Why a body cannot be made, with the answer that says so in its place where nothing of it was sent.
package protocol AnsweredError: Error {
    var answer: HTTPAnswer { get }
}

/// Where a body goes, piece by piece, as fast as its reader takes it.
package struct BodyOutput {
    private let body: ([UInt8]) throws -> Void
    /// Whether the server ends, so that a body without an end should.
    private let stopping: () -> Bool
    /// `nil` where nobody can keep it waiting.
    package let reader: AnswerReader?

    package init(
        _ body: @escaping ([UInt8]) throws -> Void, isStopping: @escaping () -> Bool = { false },
        reader: AnswerReader? = nil
    ) {
        (self.body, stopping, self.reader) = (body, isStopping, reader)
    }

    package var isStopping: Bool { stopping() }

    /// - Throws: `ConnectionLost` where nobody reads any more.
    package func write(_ bytes: [UInt8]) throws {
        if !bytes.isEmpty { try body(bytes) }
    }
}

/// The other side has gone, or takes nothing for too long.
package struct ConnectionLost: Error {}
