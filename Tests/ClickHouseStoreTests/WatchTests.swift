import CensusModel
import Foundation
import TestSupport
import Testing

@Suite("Events of a store on ClickHouse", .serialized)
struct WatchTests {
    /// A simulated campus, its captures counted into a store one after another.
    private func campus() throws -> (folder: Folder, replay: [String], captures: [String]) {
        let folder = try Folder()
        let made = try Command.run(
            ["simulate", "--output", folder.path("campus"), "--divide", "2", "--files", "day"], in: folder)
        #expect(made.status == 0, "\(made.errors)")
        let networks = try String(contentsOf: folder.url("campus/internal.txt"), encoding: .utf8)
            .split(whereSeparator: \.isNewline).joined(separator: ",")
        let captures = try FileManager.default.contentsOfDirectory(atPath: folder.path("campus"))
            .filter { $0.hasSuffix(".pcap") }.sorted().map { folder.path("campus/\($0)") }
        #expect(captures.count > 1)
        let replay = [
            "replay", "--watchlist", folder.path("campus/watchlist.csv"), "--internal", networks, "--store",
        ]
        return (folder, replay, captures)
    }

    /// The lines of events, without the time at which each was noted.
    private func events(_ output: String) -> [String] {
        output.split(whereSeparator: \.isNewline).map { String($0).replacing(/"noted":"[^"]*"/, with: "") }
    }

    @Test(
        "are those of a store in a file, each told once while captures come in",
        arguments: ClickHouseEngine.Dialect.allCases
    )
    func same(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        let (folder, replay, captures) = try campus()
        let stores = [folder.path("census.db"), engine.store(SharedEngines.database())]
        var told: [[String]] = [[], []]
        for capture in captures {
            for (place, store) in stores.enumerated() {
                #expect(try Command.run(replay + [store, capture], in: folder).status == 0)
                let state = place == 0 ? [] : ["--state", folder.path("state.db")]
                let watch = try Command.run(
                    ["watch", "--once", "--from", "2013-01-01", "--store", store] + state, in: folder)
                #expect(watch.status == 0, "\(watch.errors)")
                told[place] += events(watch.output)
            }
        }
        #expect(told[0].count > 10)
        #expect(told[0] == told[1])
        // Nothing of it is told again, and what would have been told is the same on both.
        let again = try Command.run(
            ["watch", "--once", "--store", stores[1], "--state", folder.path("state.db")], in: folder)
        #expect(again.status == 0 && again.output.isEmpty, "\(again.output)\(again.errors)")
        let since = try stores.map { store in
            events(try Command.run(["watch", "--since", "2013-01-01", "--store", store], in: folder).output)
        }
        #expect(since[0] == since[1] && !since[0].isEmpty)
    }

    @Test("are all told, and none under two identifiers, by watches that are killed in the middle of telling")
    func killed() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let (folder, replay, captures) = try campus()
        let (file, store) = (folder.path("census.db"), engine.store(SharedEngines.database()))
        for name in [file, store] { #expect(try Command.run(replay + [name] + captures, in: folder).status == 0) }
        let watch = ["watch", "--once", "--from", "2013-01-01", "--store"]
        let expected = events(try Command.run(watch + [file], in: folder).output)
        let output = folder.url("events")
        var told: [String] = []
        for kill in 0..<4 {
            let process = try Command.start(
                watch + [store, "--state", folder.path("state.db")], output: output, errors: folder.url("errors"))
            // At the first of events, behind some of them, or while the first ones are derived.
            let enough = [1, 200, 4_000, 20_000][kill]
            while process.isRunning, kill == 0 ? false : length(output) < enough { usleep(200) }
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            // A line that is cut was not told.
            told += events(
                String(decoding: try Data(contentsOf: output), as: UTF8.self)
                    .split(separator: "\n", omittingEmptySubsequences: false).dropLast().joined(separator: "\n"))
        }
        let last = try Command.run(watch + [store, "--state", folder.path("state.db")], in: folder)
        #expect(last.status == 0, "\(last.errors)")
        told += events(last.output)
        #expect(Set(told) == Set(expected))
        let again = try Command.run(watch + [store, "--state", folder.path("state.db")], in: folder)
        #expect(again.status == 0 && again.output.isEmpty, "\(again.output)")
    }

    private func length(_ file: URL) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
    }

    @Test("are refused without a file to keep them in, and a file of them keeps no other store's")
    func refused() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let folder = try Folder()
        let stores = [engine.store(SharedEngines.database()), engine.store(SharedEngines.database())]
        for store in stores { #expect(try Command.run(["store", "create", "--store", store], in: folder).status == 0) }
        let state = ["--state", folder.path("state.db")]
        let none = try Command.run(["watch", "--once", "--store", stores[0]], in: folder)
        #expect(none.status == 1 && none.errors.contains("--state FILE"), "\(none.errors)")
        #expect(try Command.run(["watch", "--once", "--store", stores[0]] + state, in: folder).status == 0)
        let other = try Command.run(["watch", "--once", "--store", stores[1]] + state, in: folder)
        #expect(other.status == 1 && other.errors.contains("keeps the events of another store"), "\(other.errors)")
        let itself = try Command.run(["watch", "--once", "--store", stores[0], "--state", stores[1]], in: folder)
        #expect(itself.status == 1 && itself.errors.contains("name a file"), "\(itself.errors)")
    }
}
