import Foundation
import NetworkTypes
import Synchronization

/// A page as it was made.
struct KeptPage: Sendable {
    let question: TextAnswer
    /// What it is made of differs where this does.
    let version: String
    let tag: String
    let bytes: [UInt8]
    /// Where in the bytes it is said how old they are.
    private let place: Int

    init(question: TextAnswer, version: String, tag: String, bytes: [UInt8]) {
        (self.question, self.version, self.tag, self.bytes) = (question, version, tag, bytes)
        let text = String(decoding: bytes.prefix(Self.mostBytesBefore), as: UTF8.self)
        let mark = text.range(of: Self.mark)?.lowerBound
        place = mark.map { text.utf8.distance(from: text.startIndex, to: $0) } ?? bytes.count
    }

    /// The bytes, with a sentence that they are of some time ago.
    func bytes(asOf time: Timestamp) -> [UInt8] {
        let words = "\(time)".prefix(19).replacing("T", with: " ")
        let sentence =
            "This page is as it was at \(words) UTC, and is being made again: something was committed since, or may have been."
        return bytes[..<place] + Array("<p class=\"notice\">\(sentence)</p>\n".utf8) + bytes[place...]
    }

    /// What a page has behind the fields of its period.
    private static let mark = "<p id=\"live\""
    private static let mostBytesBefore = 16 << 10
}

/// Pages as they were given, each made again once what it is made of has changed.
///
/// They keep within a number and a number of bytes; of more, those that were asked for longest ago go.
final class PageCache: Sendable {
    private struct Entry {
        let page = Renewed<KeptPage>()
        var length = 0
        var use: UInt64 = 0
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var length = 0
        var uses: UInt64 = 0

        mutating func makeRoom() {
            while entries.count > PageCache.mostPages || length > PageCache.mostBytes,
                let oldest = entries.min(by: { $0.value.use < $1.value.use })
            {
                entries[oldest.key] = nil
                length -= oldest.value.length
            }
        }
    }

    private let state = Mutex(State())

    private static let mostPages = 1_024
    private static let mostBytes = 32 << 20

    /// The page of a name, made or not yet.
    func page(_ name: String) -> Renewed<KeptPage> {
        state.withLock { state in
            state.uses += 1
            state.entries[name, default: Entry()].use = state.uses
            let page = state.entries[name]?.page ?? Renewed()
            state.makeRoom()
            return page
        }
    }

    /// Notes how long a page is.
    func note(_ name: String, length: Int) {
        state.withLock { state in
            guard let entry = state.entries[name], entry.length != length else { return }
            state.length += length - entry.length
            state.entries[name]?.length = length
            state.makeRoom()
        }
    }
}
