import Foundation
import TestSupport
import Testing

@testable import ClickHouseStore

@Suite("Commands whose server answers brokenly", .serialized)
struct BrokenAnswerTests {
    /// What a proxy does to answers, and a word of what is said of it; none where nothing is wrong.
    private static let faults = [
        ("exception", "Memory limit"), ("garbage", "damaged"), ("cut", "transfer closed"), ("lost", "Empty reply"),
        ("refused", "Empty reply"), ("page", "502"), ("slow", ""),
    ]
    private static let questions = [
        ["export"], ["export", "--by", "class"], ["flows"], ["report", "--format", "json"],
    ]

    private let folder: Folder
    private let replay: [String]

    init() throws {
        folder = try Folder()
        let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Samples").path
        replay = ["replay", "\(samples)/sample.pcap", "--watchlist", "\(samples)/watchlist.csv", "--store"]
    }

    /// What a command writes, without what names the store or the time of its making.
    private func answer(_ question: [String], _ store: String) throws -> String {
        let run = try Command.run(question + ["--store", store], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        return run.output.replacingOccurrences(of: store, with: "STORE").replacing(/"first_used_at":"[^"]*"/, with: "")
    }

    @Test("say what is broken, and write the right rows once it is not")
    func reading() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let proxy = try OrderedScript("proxy", ["\(engine.port)"])
        let database = SharedEngines.database()
        let store = "clickhouse://127.0.0.1:\(proxy.firstLine)/\(database)"
        #expect(try Command.run(replay + [store], in: folder).status == 0)
        let expected = try Self.questions.map { try answer($0, store) }
        #expect(expected[0].split(separator: "\n").count > 2)
        for (fault, words) in Self.faults {
            // The flows and counts, which are long, and what is asked before them.
            for statement in [".`flow`", ".`claim`", "system.tables"] {
                for (question, rows) in zip(Self.questions, expected) {
                    proxy.order("\(fault) \(statement)")
                    let run = try Command.run(question + ["--store", store], in: folder)
                    if words.isEmpty {
                        #expect(run.status == 0 && run.output.hasPrefix(String(rows.prefix(40))), "\(run.errors)")
                    } else {
                        #expect(run.status == 1, "\(fault) \(statement) \(question)")
                        #expect(run.errors.contains(words), "\(fault) \(statement) \(question): \(run.errors)")
                        #expect(run.errors.contains(store), "\(run.errors)")
                    }
                    proxy.order("pass")
                }
            }
        }
        for (question, rows) in zip(Self.questions, expected) { #expect(try answer(question, store) == rows) }
    }

    @Test("lose nothing that they count, and count nothing twice")
    func writing() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let proxy = try OrderedScript("proxy", ["\(engine.port)"])
        let sound = "clickhouse://127.0.0.1:\(engine.port)/\(SharedEngines.database())"
        #expect(try Command.run(replay + [sound], in: folder).status == 0)
        let expected = try answer(["export"], sound)
        for (fault, _) in Self.faults where fault != "slow" {
            for statement in ["`claim`", "`flow`", "CREATE TABLE"] {
                let store = "clickhouse://127.0.0.1:\(proxy.firstLine)/\(SharedEngines.database())"
                proxy.order("\(fault) \(statement)")
                let run = try Command.run(replay + [store], in: folder)
                // The answer to rows that were taken is empty: half of it is all of it, and an error behind it is one.
                #expect(run.status == 1 || fault == "cut", "\(fault) \(statement)")
                proxy.order("pass")
                let again = try Command.run(replay + [store], in: folder)
                #expect(again.status == 0, "\(fault) \(statement): \(again.errors)")
                #expect(try answer(["export"], store) == expected, "\(fault) \(statement)")
                let check = try Command.run(["store", "check", "--store", store], in: folder)
                #expect(check.status == 0, "\(fault) \(statement): \(check.output)")
            }
        }
    }

    @Test("send no rows again whose answer is lost once, for the server has taken them")
    func lostOnce() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let proxy = try OrderedScript("proxy", ["\(engine.port)"])
        let sound = "clickhouse://127.0.0.1:\(engine.port)/\(SharedEngines.database())"
        #expect(try Command.run(replay + [sound], in: folder).status == 0)
        let expected = try answer(["export"], sound)
        for statement in ["INSERT INTO", "`claim` (", "`flow` ("] {
            let store = "clickhouse://127.0.0.1:\(proxy.firstLine)/\(SharedEngines.database())"
            #expect(try Command.run(["store", "create", "--store", store], in: folder).status == 0)
            proxy.order("once \(statement)")
            let run = try Command.run(replay + [store], in: folder)
            #expect(run.status == 1 && run.errors.contains("Empty reply"), "\(statement): \(run.errors)")
            #expect(try Command.run(replay + [store], in: folder).status == 0)
            #expect(try answer(["export"], store) == expected, "\(statement)")
        }
    }
}
