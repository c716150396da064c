import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing

@testable import IngestPipeline

@Suite("A capture that is replayed with other lists")
struct OtherListsTests {
    private let folder: CaptureFolder
    private let store: SQLiteCensus
    private let path: String

    private static let wrong = ListSet([ListUse(name: "wrong.txt", version: "a")])
    private static let right = ListSet([ListUse(name: "right.txt", version: "b")])

    init() throws {
        (folder, store) = (try CaptureFolder(), try SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write))
        path = try folder.write(SmallCapture.classic(0..<10), to: "capture")
    }

    private func replay(
        _ lists: ListSet, _ paths: [String], again: Bool = false, into sink: (any CensusSink)? = nil
    ) throws -> [InputOutcome] {
        var replay = try ReplayInProcess(store)
        replay.lists = lists
        return try replay.run(paths, again: again, into: sink).outcomes
    }

    private var packets: UInt64 {
        get throws { try store.coverage(in: HourRange()).values.reduce(0) { $0 + $1.seen } }
    }

    private func lists() throws -> [[ListSet]] { try store.summary().sources.map(\.lists) }

    @Test("is counted again by these, in place of what it contributed, which is said, and once")
    func other() throws {
        _ = try replay(Self.wrong, [path])
        let copy = try folder.write(SmallCapture.classic(0..<10), to: "copy")
        let outcomes = try replay(Self.right, [path, copy])
        guard case .counted(.otherLists(names: "wrong.txt")) = outcomes[0].result else {
            throw ProblemOfTest("\(outcomes[0])")
        }
        guard case .countedBefore = outcomes[1].result else { throw ProblemOfTest("\(outcomes[1])") }
        #expect(try packets == 10)
        #expect(try lists() == [[Self.right]])
        let one = ListSet(Self.wrong.lists + Self.right.lists)
        guard case .counted(.otherLists) = try replay(one, [path])[0].result else { throw ProblemOfTest("not again") }
        #expect(try packets == 10)
    }

    @Test("of the same bytes is counted before, whatever they are called")
    func renamed() throws {
        _ = try replay(Self.wrong, [path])
        let outcome = try replay(ListSet([ListUse(name: "copy.txt", version: "a")]), [path])[0]
        guard case .countedBefore = outcome.result, !outcome.isByAnotherVersion else {
            throw ProblemOfTest("\(outcome)")
        }
    }

    @Test("of the same names and another version says so, and counts by it when it is asked to")
    func newer() throws {
        _ = try replay(Self.wrong, [path])
        for newer in [ListUse(name: "wrong.txt", version: "b"), ListUse(name: "wrong.txt", version: "a", options: "x")]
        {
            let outcome = try replay(ListSet([newer]), [path])[0]
            guard case .countedBefore = outcome.result, outcome.isByAnotherVersion else {
                throw ProblemOfTest("\(outcome)")
            }
        }
        let newer = ListSet([ListUse(name: "wrong.txt", version: "b")])
        _ = try replay(newer, [path], again: true)
        #expect(try lists() == [[newer]])
        #expect(try replay(newer, [path])[0].isByAnotherVersion == false)
        #expect(try packets == 10)
    }

    @Test(
        "and has grown is counted again from its beginning; with another version of the same it is continued, and both are known"
    )
    func grown() throws {
        let longer = try folder.write(SmallCapture.classic(0..<15), to: "longer")
        _ = try replay(Self.wrong, [path])
        let newer = ListSet([ListUse(name: "wrong.txt", version: "b")])
        #expect(try replay(newer, [longer])[0].isByAnotherVersion)
        #expect(try lists() == [[Self.wrong, newer]])
        _ = try replay(Self.right, [longer])
        #expect(try lists() == [[Self.right]])
        #expect(try packets == 15)
    }

    @Test("and is the beginning of one that the others counted is refused, and counted with that")
    func beginning() throws {
        let longer = try folder.write(SmallCapture.classic(0..<15), to: "longer")
        _ = try replay(Self.wrong, [longer])
        guard case .refused = try replay(Self.right, [path])[0].result else { throw ProblemOfTest("not refused") }
        #expect(try packets == 15)
        _ = try replay(Self.right, [longer, path])
        #expect(try lists() == [[Self.right]])
        #expect(try packets == 15)
    }

    @Test("and ends at its first commit is as it was before")
    func ended() throws {
        _ = try replay(Self.wrong, [path])
        let before = try lists()
        _ = try? replay(Self.right, [path], into: EndingSink(store, after: 0))
        #expect(try lists() == before)
        #expect(try packets == 10)
        _ = try replay(Self.right, [path])
        #expect(try lists() == [[Self.right]])
    }
}
