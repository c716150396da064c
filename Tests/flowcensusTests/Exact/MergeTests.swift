import Foundation
import Testing

@Suite("Merging stores")
struct MergeTests {
    private let folder: TemporaryFolder
    private let pieces: [String]
    private let counts: String

    init() throws {
        let folder = try TemporaryFolder()
        let sample = [UInt8](try Data(contentsOf: URL(fileURLWithPath: SampleFiles.capture)))
        var (dealt, position, number) = ([[UInt8]](repeating: Array(sample.prefix(24)), count: 4), 24, 0)
        while position < sample.count {
            let end = position + 16 + Int(sample[position + 8]) + Int(sample[position + 9]) << 8
            dealt[number % 4] += sample[position..<end]
            (position, number) = (end, number + 1)
        }
        pieces = try dealt.enumerated().map { try folder.file("piece\($0.offset).pcap", $0.element) }
        counts = try Repository.text("Samples/hourly-counts.csv")
        self.folder = folder
    }

    /// A store in which some captures were counted, by the sample's list.
    private func store(_ name: String, _ captures: [String]) throws -> String {
        let store = folder.path(name)
        _ = try SampleFiles.replay(captures, store: store)
        return store
    }

    private func merge(_ stores: [String], into target: String) throws -> CommandRun {
        try CommandRun(["merge"] + stores + ["--into", target])
    }

    @Test("gives what one store would hold, in any order, and once more changes nothing")
    func exact() throws {
        let whole = try store("whole.db", pieces)
        let parts = [try store("a.db", [pieces[0], pieces[1]]), try store("b.db", [pieces[2], pieces[3]])]
        for (number, stores) in [parts, parts.reversed(), parts + parts].enumerated() {
            let target = folder.path("target\(number).db")
            #expect(try merge(stores, into: target).status == 0)
            #expect(try SampleFiles.counts(in: target) == counts)
            for command in ["flows", "export"] {
                let options = command == "export" ? ["--by", "host"] : []
                #expect(
                    try CommandRun([command, "--store", target] + options).output
                        == CommandRun([command, "--store", whole] + options).output)
            }
        }
    }

    @Test("counts what several have counted once, as far as one has come, and says so")
    func overlap() throws {
        let half = try folder.file(
            "half.pcap", [UInt8](try Data(contentsOf: URL(fileURLWithPath: pieces[1]))).prefix(90_000))
        let (first, second) = (try store("a.db", [pieces[0], half]), try store("b.db", Array(pieces.dropFirst())))
        for (number, stores) in [[first, second], [second, first]].enumerated() {
            let target = folder.path("target\(number).db")
            let run = try merge(stores, into: target)
            #expect(run.status == 0)
            #expect(run.errors.contains("counted in both"))
            #expect(run.errors.contains("further in \(second), whose count was taken") == (number == 0))
            #expect(try SampleFiles.counts(in: target) == counts)
            // What was merged is known: it is neither counted again nor merged again.
            #expect(try SampleFiles.replay(pieces, store: target).errors.contains("0 packets seen"))
            #expect(try merge(stores, into: target).errors.contains("0 captures and 0 other sources added"))
            #expect(try SampleFiles.counts(in: target) == counts)
        }
    }

    @Test("goes on without a store that cannot be used, and leaves those it reads as they are")
    func refusals() throws {
        let (first, target) = (try store("a.db", pieces), folder.path("target.db"))
        let before = try Data(contentsOf: URL(fileURLWithPath: first))
        let text = try folder.file("text.db", "no store".utf8)
        let run = try merge([folder.path("missing.db"), text, first, target], into: target)
        #expect(run.status == 3)
        for words in [
            "missing.db: there is no such store", "text.db: is a file, but", "target.db: is the store to merge",
        ] {
            #expect(run.errors.contains(words))
        }
        #expect(try SampleFiles.counts(in: target) == counts)
        #expect(try Data(contentsOf: URL(fileURLWithPath: first)) == before)
        #expect(try merge([text], into: target).status == 1)
    }
}
