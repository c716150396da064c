import Synchronization

/// Answers as they were given, so that the second to ask does not wait.
///
/// One that another version of what it is made of has taken the place of is of no more use. They keep within a number of bytes; of
/// more, those that were asked for longest ago go.
final class AnswerCache: Sendable {
    private struct Entry {
        let bytes: [UInt8]
        let version: String
        var use: UInt64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var length = 0
        var uses: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Bytes of all answers, and of one.
    private static let mostBytes = 64 << 20
    static let mostBytesOfAnswer = 2 << 20

    func answer(_ key: String, of version: String) -> [UInt8]? {
        state.withLock { state in
            guard var entry = state.entries[key], entry.version == version else { return nil }
            state.uses += 1
            entry.use = state.uses
            state.entries[key] = entry
            return entry.bytes
        }
    }

    func keep(_ bytes: [UInt8], as key: String, of version: String) {
        guard bytes.count <= Self.mostBytesOfAnswer else { return }
        state.withLock { state in
            state.uses += 1
            state.length += bytes.count - (state.entries[key]?.bytes.count ?? 0)
            state.entries[key] = Entry(bytes: bytes, version: version, use: state.uses)
            while state.length > Self.mostBytes, let oldest = state.entries.min(by: { $0.value.use < $1.value.use }) {
                state.entries[oldest.key] = nil
                state.length -= oldest.value.bytes.count
            }
        }
    }
}
