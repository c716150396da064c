import CensusModel
import Digests
import HTTPListener
import NetworkTypes

/// Answers questions from the store: with 304 where the asker has the answer, from memory where it was given before, and else
/// as it is made.
final class AnswerDesk: Sendable {
    let stores: StoreDesk
    private let cache = AnswerCache()
    private let gate = QuestionGate(places: 8)
    /// How often what answers are made of beside the store was read again: those that somebody has from before are not the same.
    let generation: Int

    init(_ stores: StoreDesk, generation: Int) {
        (self.stores, self.generation) = (stores, generation)
    }

    /// - Parameter role: answers of one are never given to another.
    func answer(_ question: TextAnswer, to head: HTTPRequestHead, as role: Role) throws -> HTTPAnswer {
        let version = try stores.version().text(of: question.hours)
        let key = "\(role.rawValue) \(question.key)"
        let tag = Self.tag(generation == 0 ? version : "\(generation) \(version)", key)
        let headers: [(name: String, value: String)] = [
            ("Content-Type", question.type), ("ETag", tag), ("Cache-Control", "private, no-cache"),
            ("Vary", "Authorization, Cookie"),
        ]
        if Self.names(tag, head.header("If-None-Match")) {
            return HTTPAnswer(.notModified, headers: headers, body: .bytes([]))
        }
        if let bytes = cache.answer(key, of: version) {
            return HTTPAnswer(headers: headers + question.headers(bytes), body: .bytes(bytes))
        }
        if question.isWhole {
            var bytes: [UInt8] = []
            try write(question, key, version) { bytes += $0 }
            return HTTPAnswer(headers: headers + question.headers(bytes), body: .bytes(bytes))
        }
        return HTTPAnswer(
            headers: headers,
            body: .stream { [self] output in try write(question, key, version) { try output.write($0) } })
    }

    /// Keeps what it writes where that is short.
    private func write(
        _ question: TextAnswer, _ key: String, _ version: String, to output: ([UInt8]) throws -> Void
    ) throws {
        try gate.enter {
            // Somebody else may have asked the same meanwhile.
            if let bytes = cache.answer(key, of: version) { return try output(bytes) }
            var kept: [UInt8]? = []
            try stores.withStore { store in
                try question.write(store) { piece in
                    if let length = kept?.count, length + piece.count <= AnswerCache.mostBytesOfAnswer {
                        kept? += piece
                    } else {
                        kept = nil
                    }
                    try output(piece)
                }
            }
            if let kept { cache.keep(kept, as: key, of: version) }
        }
    }

    private static func tag(_ version: String, _ key: String) -> String {
        "\"\(SHA256.hash(data: Array("\(version) \(key)".utf8)).prefix(16).hexadecimal)\""
    }

    /// Whether a list of tags names one (RFC 9110 section 13.1.2), weak or not.
    private static func names(_ tag: String, _ list: String?) -> Bool {
        (list ?? "").split(separator: ",").contains { entry in
            let words = entry.drop { $0 == " " }
            return words == "*" || (words.hasPrefix("W/") ? words.dropFirst(2) : words) == tag[...]
        }
    }
}
