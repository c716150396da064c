import HTTPListener
import Synchronization
import Testing

@testable import CensusServer

@Suite("Who listens for commits")
struct LiveEventsTests {
    private struct Away: Error {}

    /// What the looks at the store find, one after another: a version, or none while the store is away.
    private final class Versions: Sendable {
        private let rest: Mutex<[String?]>

        init(_ versions: [String?]) {
            rest = Mutex(versions)
        }

        func next() throws -> String {
            try rest.withLock { rest in
                guard !rest.isEmpty, let version = rest.removeFirst() else { throw Away() }
                return version
            }
        }

        var isEmpty: Bool { rest.withLock { $0.isEmpty } }
    }

    @Test("is told of those behind a moment in which the store is away")
    func awayForAMoment() throws {
        let versions = Versions(["1", nil, "2"])
        let answer = try LiveEvents().answer { try versions.next() }
        guard case .stream(let write) = answer.body else {
            Issue.record("is no stream")
            return
        }
        let told = Mutex("")
        try write(
            BodyOutput(
                { bytes in told.withLock { $0 += String(decoding: bytes, as: UTF8.self) } },
                isStopping: { versions.isEmpty }))
        #expect(told.withLock { $0 }.hasSuffix("event: commit\ndata: 2\n\n"))
    }
}
