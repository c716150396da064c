import Foundation
import TestSupport
import Testing

@Suite("Commands on a store on ClickHouse", .serialized)
struct CommandTests {
    private static let selections = [
        ["export"], ["export", "--by", "country", "--format", "jsonl"], ["export", "--by", "class"],
        ["export", "--by", "total", "--min-grade", "answered"], ["export", "--by", "host"], ["flows"],
        ["flows", "--one-way", "--from", "2013-05-30", "--to", "2013-05-31"],
    ]

    /// Simulated campuses: of each a capture for each day.
    private func campus(seeds: ClosedRange<Int> = 1...1) throws -> (folder: Folder, replay: [String]) {
        let folder = try Folder()
        var (captures, lists) = ([String](), [String]())
        for seed in seeds {
            let name = seed == 1 ? "campus" : "campus-\(seed)"
            let made = try Command.run(
                ["simulate", "--output", folder.path(name), "--divide", "2", "--files", "day", "--seed", "\(seed)"],
                in: folder)
            #expect(made.status == 0, "\(made.errors)")
            captures.append(folder.path(name))
            lists += ["--watchlist", folder.path("\(name)/watchlist.csv")]
        }
        let networks = try String(contentsOf: folder.url("campus/internal.txt"), encoding: .utf8)
            .split(whereSeparator: \.isNewline).joined(separator: ",")
        return (folder, ["replay"] + captures + lists + ["--internal", networks, "--jobs", "2", "--store"])
    }

    /// What commands write of a store; its own name, and times of its own, are taken out.
    private func answers(_ store: String, _ folder: Folder) throws -> [String: Data] {
        var answers: [String: Data] = [:]
        let countries = ["--geo", folder.path("campus/countries.mmdb")]
        for selection in Self.selections {
            let run = try Command.run(
                selection + ["--store", store] + (selection.first == "export" ? countries : []), in: folder)
            #expect(run.status == 0, "\(run.errors)")
            answers[selection.joined(separator: " ")] = Data(run.output.utf8)
        }
        let report = try Command.run(["report", "--format", "json", "--store", store] + countries, in: folder)
        let text = report.output.replacingOccurrences(of: store, with: "STORE").replacing(
            /"first_used_at":"[^"]*"/, with: "")
        answers["report"] = Data(text.utf8)
        let notices = "notices-\(UUID().uuidString)"
        let notify = try Command.run(
            [
                "notify", "--country", "all", "--contacts", folder.path("campus/contacts.csv"), "--from-name", "CERT",
                "--contact", "cert@cert.example", "--hosts", "show", "--output", folder.path(notices), "--store", store,
            ] + countries, in: folder)
        #expect(notify.status == 0, "\(notify.errors)")
        for (name, data) in try folder.files(notices) { answers["notice \(name)"] = data }
        #expect(answers.count > 10)
        return answers
    }

    private func compare(_ store: String, _ expected: [String: Data], _ folder: Folder) throws {
        let found = try answers(store, folder)
        #expect(Set(found.keys) == Set(expected.keys))
        for (name, data) in expected where found[name] != data { Issue.record("\(name) differs") }
        let check = try Command.run(["store", "check", "--store", store], in: folder)
        #expect(check.status == 0 && check.output.hasSuffix(": sound\n"), "\(check.output)\(check.errors)")
    }

    @Test("give the bytes that they give of a store in a file", arguments: ClickHouseEngine.Dialect.allCases)
    func sameBytes(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        let (folder, replay) = try campus()
        let (file, store) = (folder.path("census.db"), engine.store(SharedEngines.database()))
        for name in [file, store] {
            let run = try Command.run(replay + [name], in: folder)
            #expect(run.status == 0, "\(run.errors)")
        }
        let expected = try answers(file, folder)
        try compare(store, expected, folder)
        let back = folder.path("back.db")
        let merge = try Command.run(["merge", store, "--into", back], in: folder)
        #expect(merge.status == 0, "\(merge.errors)")
        try compare(back, expected, folder)
        let again = try Command.run(replay + [store], in: folder)
        #expect(again.status == 0 && again.errors.contains("counted before"), "\(again.errors)")
        try compare(store, expected, folder)
    }

    @Test("give the same bytes after kills of either side in the middle of commits")
    func killed() throws {
        guard let engine = try ClickHouseEngine(.debian) else { return }
        let (folder, replay) = try campus(seeds: 1...4)
        let (file, store) = (folder.path("census.db"), engine.store("census"))
        #expect(try Command.run(replay + [file], in: folder).status == 0)
        #expect(try Command.run(["store", "create", "--store", store], in: folder).status == 0)
        for round in 1...6 {
            let (table, rows) = (
                round % 2 == 0 ? "claim" : "flow", try count(engine, round % 2 == 0 ? "claim" : "flow")
            )
            let process = try Command.start(
                replay + [store], output: folder.url("killed"), errors: folder.url("killed-errors"))
            // Between the flows of a commit and its claim, or behind the claim.
            while process.isRunning, try count(engine, table) == rows { usleep(1_000) }
            if round <= 3 {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            } else {
                engine.kill()
                process.waitUntilExit()
                engine.start()
            }
        }
        let run = try Command.run(replay + [store], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        try compare(store, answers(file, folder), folder)
    }

    private func count(_ engine: ClickHouseEngine, _ table: String) throws -> Int {
        let answer = try engine.run("SELECT count() FROM census.\(table)")
        let body = answer.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
        // In chunks, or not: the number stands in a line of its own.
        return body.split(whereSeparator: \.isNewline).compactMap { Int($0) }.last ?? -1
    }

    @Test(
        "give the bytes and the remarks of a file where counts outlived flows",
        arguments: ClickHouseEngine.Dialect.allCases)
    func keptCounts(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        let (folder, replay) = try campus()
        let stores = [folder.path("census.db"), engine.store(SharedEngines.database())]
        let countries = ["--geo", folder.path("campus/countries.mmdb")]
        let questions = [
            ["export"], ["export", "--by", "hour"], ["export", "--by", "country,hour", "--format", "jsonl"],
            ["export", "--by", "total"], ["export", "--class", "c2", "--from", "2013-05-30"], ["flows"],
            ["report", "--format", "json"],
        ]
        var said: [[String]] = [[], []]
        for (place, store) in stores.enumerated() {
            #expect(try Command.run(replay + [store], in: folder).status == 0)
            let before = try Command.run(["export"] + countries + ["--store", store], in: folder).output
            let prune = ["store", "prune", "--before", "2013-05-31", "--keep-counts", "--yes"] + countries
            for words in [prune, ["store", "info"]] {
                let run = try Command.run(words + ["--store", store], in: folder)
                #expect(run.status == 0, "\(run.errors)")
                said[place] += run.output.split(separator: "\n").filter { $0.contains("keep") || $0.contains("kept") }
                    .map { $0.replacingOccurrences(of: store, with: "STORE").replacing(/; 'flowcensus.*/, with: "") }
            }
            for question in questions {
                let run = try Command.run(
                    question + (question[0] == "flows" ? [] : countries) + ["--store", store], in: folder)
                #expect(run.status == 0, "\(run.errors)")
                said[place] += [run.output, run.errors].map {
                    $0.replacingOccurrences(of: store, with: "STORE").replacing(/"first_used_at":"[^"]*"/, with: "")
                }
            }
            #expect(said[place].contains(before))
            let check = try Command.run(["store", "check", "--store", store], in: folder)
            #expect(check.output == "\(store): sound\n")
        }
        #expect(said[0].count == said[1].count)
        for (file, server) in zip(said[0], said[1]) {
            let lines = [file, server].map { $0.split(separator: "\n") }
            let first = zip(lines[0], lines[1]).first { $0 != $1 }
            #expect(first == nil && lines[0].count == lines[1].count, "\(first.map { "\($0)" } ?? "")")
        }
        #expect(said[0].contains { $0.contains("can be regrouped no more") })
    }

    @Test("that an engine leaves to its own tools are refused in words")
    func refused() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let folder = try Folder()
        let store = engine.store(SharedEngines.database())
        #expect(try Command.run(["store", "create", "--store", store], in: folder).output == "\(store): is there\n")
        for (arguments, words) in [
            (["store", "backup", folder.path("copy.db")], "FREEZE"),
            (["watch", "--once"], "keeps no events; --state FILE"),
        ] {
            let run = try Command.run(arguments + ["--store", store], in: folder)
            #expect(run.status == 1 && run.errors.contains(words), "\(arguments): \(run.errors)")
        }
        try Data("192.0.2.1\n".utf8).write(to: folder.url("list.txt"))
        let live = try Command.run(
            [
                "collect", "127.0.0.1:0", "--watchlist", folder.path("list.txt"), "--keep-size", "1GiB", "--store",
                store,
            ],
            in: folder)
        #expect(live.status == 1 && live.errors.contains("keeps no store under a size"), "\(live.errors)")
        let sqlite = folder.path("census.db")
        #expect(try Command.run(["store", "create", "--store", sqlite], in: folder).status == 0)
        let merge = try Command.run(["merge", sqlite, "--into", store], in: folder)
        #expect(merge.status == 0 && merge.errors.contains("0 captures"), "\(merge.errors)")
    }

    @Test("take nothing of a file of which a page is damaged", arguments: ClickHouseEngine.Dialect.allCases)
    func damagedSource(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        let (folder, replay) = try campus()
        let (file, store) = (folder.path("census.db"), engine.store(SharedEngines.database()))
        #expect(try Command.run(replay + [file], in: folder).status == 0)
        let damage = Process()
        damage.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // The last one, so that others are read before it.
        damage.arguments = [
            "python3", "-c",
            """
            import sqlite3, sys
            store = sqlite3.connect(sys.argv[1])
            store.execute("UPDATE page SET content = zeroblob(length(content)) WHERE id = (SELECT max(id) FROM page)")
            store.commit()
            """, file,
        ]
        try damage.run()
        damage.waitUntilExit()
        #expect(damage.terminationStatus == 0)
        let merge = try Command.run(["merge", file, "--into", store], in: folder)
        #expect(merge.status == 1 && merge.errors.contains("is not sound, and was not merged"), "\(merge.errors)")
        let info = try Command.run(["store", "info", "--store", store], in: folder)
        #expect(info.status == 0 && info.output.contains("flows: 0"), "\(info.output)\(info.errors)")
        #expect(try Command.run(["store", "check", "--store", store], in: folder).output.hasSuffix(": sound\n"))
    }
}
