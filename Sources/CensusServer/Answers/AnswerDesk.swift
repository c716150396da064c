import CensusModel
import CommandSupport
import Digests
import HTTPListener
import NetworkTypes

/// Answers questions from the store: with 304 where the asker has the answer, from memory where it was given before, and else
/// as it is made.
///
/// An answer has the tag of a version that the store had when it was made, or before: what the tag says is never newer than the
/// bytes, so that nobody is told of bytes that are out of date that they still hold.
final class AnswerDesk: Sendable {
    let stores: StoreDesk
    private let cache = AnswerCache()
    private let pages = PageCache()
    private let ages = Renewed<ListAges>()
    private let gate = QuestionGate(places: 8)
    /// What is made as a whole takes as many cores and as much memory as there are, and no client can hold it up.
    private let wholeGate = QuestionGate(places: 2)
    /// How often what answers are made of beside the store was read again: those that somebody has from before are not the same.
    let generation: Int

    init(_ stores: StoreDesk, generation: Int) {
        (self.stores, self.generation) = (stores, generation)
    }

    /// - Parameter role: answers of one are never given to another.
    func answer(_ question: TextAnswer, to head: HTTPRequestHead, as role: Role) throws -> HTTPAnswer {
        let version = try stores.version().text(of: question.hours)
        let key = "\(role.rawValue) \(question.key)"
        let tag = tag(version, key)
        if let answer = Self.unchanged(question, tag, head) { return answer }
        if let bytes = cache.answer(key, of: version) { return Self.whole(question, tag, bytes) }
        if question.isWhole {
            var bytes: [UInt8] = []
            try write(question, key, version) { bytes += $0 }
            return Self.whole(question, tag, bytes)
        }
        return HTTPAnswer(
            headers: Self.headers(question, tag),
            body: .stream { [self] output in try write(question, key, version) { try output.write($0) } })
    }

    /// Keeps what it writes where that is short.
    private func write(
        _ question: TextAnswer, _ key: String, _ version: String, to output: ([UInt8]) throws -> Void
    ) throws {
        try (question.isWhole ? wholeGate : gate).enter {
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

    // MARK: - Pages

    /// How long ago a page may have held that is given while it is made again.
    private static let mostAgeOfPage = Duration.seconds(5)

    /// Answers with a page, which many may look at while commits go on: while it is made again, others get it as it was five seconds ago
    /// at most, unless they want to know (`Cache-Control: no-cache`, RFC 9111 section 5.2.1.4).
    ///
    /// - Parameters:
    ///   - name: what tells it from other pages, whatever the store holds.
    ///   - question: the page of a version of the store, and of lists of some age.
    func page(
        _ name: String, to head: HTTPRequestHead, as role: Role,
        _ question: (StoreVersion, ListAges) throws -> TextAnswer
    ) throws -> HTTPAnswer {
        let name = "\(role.rawValue) \(name)"
        let age = Self.wantsNewest(head) ? nil : Self.mostAgeOfPage
        let page = try pages.page(name).value(upTo: age) { old in
            let version = try stores.version()
            let question = try question(version, listAges(at: RequestTime.now))
            let made = question.hours.map { version.text(of: $0) } ?? version.text
            if let old, old.question.key == question.key, old.version == made { return old }
            var bytes: [UInt8] = []
            try wholeGate.enter {
                try stores.withStore { store in try question.write(store) { bytes += $0 } }
            }
            return KeptPage(question: question, version: made, tag: tag(made, "\(name) \(question.key)"), bytes: bytes)
        }
        pages.note(name, length: page.bytes.count)
        return Self.unchanged(page.question, page.tag, head) ?? Self.whole(page.question, page.tag, page.bytes)
    }

    private func listAges(at time: Timestamp) throws -> ListAges {
        try ages.value { old in
            if let old, old.minute == ListAges.minute(time) { return old }
            return try stores.withStore { try ListAges($0, now: time) }
        }
    }

    private static func wantsNewest(_ head: HTTPRequestHead) -> Bool {
        let wishes = (head.header("Cache-Control") ?? "").lowercased().split { $0 == "," || $0 == " " }
        return wishes.contains("no-cache") || wishes.contains("max-age=0")
    }

    // MARK: - Headers

    private static func headers(_ question: TextAnswer, _ tag: String) -> [(name: String, value: String)] {
        [
            ("Content-Type", question.type), ("ETag", tag), ("Cache-Control", "private, no-cache"),
            ("Vary", "Authorization, Cookie"),
        ]
    }

    private static func whole(_ question: TextAnswer, _ tag: String, _ bytes: [UInt8]) -> HTTPAnswer {
        HTTPAnswer(headers: headers(question, tag) + question.headers(bytes), body: .bytes(bytes))
    }

    /// The answer to who has it already; `nil` to others.
    private static func unchanged(_ question: TextAnswer, _ tag: String, _ head: HTTPRequestHead) -> HTTPAnswer? {
        guard names(tag, head.header("If-None-Match")) else { return nil }
        return HTTPAnswer(.notModified, headers: headers(question, tag), body: .bytes([]))
    }

    private func tag(_ version: String, _ key: String) -> String {
        let text = generation == 0 ? "\(version) \(key)" : "\(generation) \(version) \(key)"
        return "\"\(SHA256.hash(data: Array(text.utf8)).prefix(16).hexadecimal)\""
    }

    /// Whether a list of tags names one (RFC 9110 section 13.1.2), weak or not.
    private static func names(_ tag: String, _ list: String?) -> Bool {
        (list ?? "").split(separator: ",").contains { entry in
            let words = entry.drop { $0 == " " }
            return words == "*" || (words.hasPrefix("W/") ? words.dropFirst(2) : words) == tag[...]
        }
    }
}
