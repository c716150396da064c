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
        let remarks = try remarks(question)
        if let bytes = cache.answer(key, of: version) { return Self.whole(question, tag, bytes, remarks) }
        if question.isWhole {
            var bytes: [UInt8] = []
            try write(question, key, version) { bytes += $0 }
            return Self.whole(question, tag, bytes, remarks)
        }
        return HTTPAnswer(
            headers: Self.headers(question, tag) + remarks,
            body: .stream { [self] output in
                try write(question, key, version, for: output.reader) { try output.write($0) }
            })
    }

    /// What a command would say on standard error beside the answer.
    private func remarks(_ question: TextAnswer) throws -> [(name: String, value: String)] {
        guard let remarks = question.remarks else { return [] }
        return try stores.withStore { try remarks($0) }.map { ("Flowcensus-Remark", $0) }
    }

    /// Keeps what it writes where that is short.
    private func write(
        _ question: TextAnswer, _ key: String, _ version: String, for reader: AnswerReader? = nil,
        to output: ([UInt8]) throws -> Void
    ) throws {
        try (question.isWhole ? wholeGate : gate).enter(for: reader) {
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
    /// From which age on a page says how old it is.
    private static let saidAge = Duration.seconds(1)

    /// Answers with a page, which many may look at while commits go on: while it is made again, others get it as it was before, with its
    /// age where that is more than a second, unless they want the newest (`Cache-Control: no-cache`, RFC 9111 section 5.2.1.4).
    ///
    /// - Parameters:
    ///   - name: what tells it from other pages, whatever the store holds.
    ///   - question: the page of a version of the store, and of lists of some age.
    func page(
        _ name: String, to head: HTTPRequestHead, as role: Role,
        _ question: @escaping @Sendable (StoreVersion, ListAges) throws -> TextAnswer
    ) throws -> HTTPAnswer {
        let name = "\(role.rawValue) \(name)"
        let now = RequestTime.now
        let make = { @Sendable [self] (old: KeptPage?) in
            try RequestTime.$now.withValue(now) { try makePage(name, in: old, question) }
        }
        let kept = pages.page(name)
        let page =
            try Self.wantsNewest(head)
            ? Renewed<KeptPage>.Aged(value: kept.value(make: make), age: .zero)
            : kept.value(upTo: Self.mostAgeOfPage, make: make)
        pages.note(name, length: page.value.bytes.count)
        return Self.answer(page, to: head, at: now)
    }

    /// - Parameter old: the page as it was made before, which is given back where it holds.
    private func makePage(
        _ name: String, in old: KeptPage?, _ question: (StoreVersion, ListAges) throws -> TextAnswer
    ) throws -> KeptPage {
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

    private static func answer(
        _ page: Renewed<KeptPage>.Aged, to head: HTTPRequestHead, at now: Timestamp
    ) -> HTTPAnswer {
        let (kept, seconds) = (page.value, page.age.components.seconds)
        if let answer = unchanged(kept.question, kept.tag, head) { return answer }
        guard page.age >= saidAge else { return whole(kept.question, kept.tag, kept.bytes) }
        // What it says beside what its tag stands for is not to be kept.
        let headers = headers(kept.question, kept.tag).filter { $0.name != "ETag" } + [("Age", "\(seconds)")]
        let time = Timestamp(nanoseconds: now.nanoseconds - seconds * Timestamp.nanosecondsPerSecond)
        return HTTPAnswer(headers: headers, body: .bytes(kept.bytes(asOf: time)))
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

    private static func whole(
        _ question: TextAnswer, _ tag: String, _ bytes: [UInt8], _ remarks: [(name: String, value: String)] = []
    ) -> HTTPAnswer {
        HTTPAnswer(headers: headers(question, tag) + question.headers(bytes) + remarks, body: .bytes(bytes))
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
