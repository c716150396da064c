import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@Suite("A replay that is killed")
struct KillTests {
    private let folder: TemporaryFolder
    private let captures: [String]
    private let list: String

    init() throws {
        let folder = try TemporaryFolder()
        // The first is larger than the memory allowed, so that parts of it are committed.
        captures = try [0..<60_000, 60_000..<75_000, 75_000..<90_000].enumerated().map { number, range in
            try folder.file("flood\(number).pcap", FloodCapture.bytes(range))
        }
        list = try folder.file("list.txt", FloodCapture.list.utf8)
        self.folder = folder
    }

    private func arguments(_ store: String) -> [String] {
        ["replay"] + captures + ["--watchlist", list, "--store", store, "--jobs", "2", "--memory", "16MiB"]
    }

    private func exports(_ store: String) throws -> [String] {
        try ["export", "flows"].map { try CommandRun([$0, "--store", store]).output }
    }

    @Test("at random moments, and resumed each time, gives an export that is the same byte for byte")
    func kill() throws {
        let (undisturbed, store) = (folder.path("undisturbed.db"), folder.path("census.db"))
        let begin = Date()
        #expect(try CommandRun(arguments(undisturbed)).status == 0)
        let seconds = Date().timeIntervalSince(begin)
        let kills = ProcessInfo.processInfo.environment["FLOWCENSUS_KILLS"].flatMap { Int($0) } ?? 10
        var random = SeededGenerator()
        for _ in 0..<kills {
            let run = try BackgroundCommand([CommandRun.executable.path] + arguments(store))
            Thread.sleep(forTimeInterval: .random(in: 0...seconds, using: &random))
            run.signal(SIGKILL)
            try run.finish()
        }
        let last = try CommandRun(arguments(store))
        #expect(last.status == 0, "\(last.errors)")
        #expect(try exports(store) == exports(undisturbed))
    }

    @Test("while it counts again leaves the count as it was, or goes on with the new one")
    func again() throws {
        let store = folder.path("census.db")
        let begin = Date()
        #expect(try CommandRun(arguments(store)).status == 0)
        let seconds = Date().timeIntervalSince(begin)
        let expected = try exports(store)
        var random = SeededGenerator()
        for _ in 0..<3 {
            let run = try BackgroundCommand([CommandRun.executable.path] + arguments(store) + ["--again"])
            Thread.sleep(forTimeInterval: .random(in: 0...seconds, using: &random))
            run.signal(SIGKILL)
            try run.finish()
        }
        #expect(try CommandRun(arguments(store)).status == 0)
        #expect(try exports(store) == expected)
    }

    @Test("is only slower with little memory, and the same with a store that ends with the process")
    func memory() throws {
        let store = folder.path("census.db")
        #expect(try CommandRun(arguments(store)).status == 0)
        let (small, large) = (arguments(":memory:"), Array(arguments(":memory:").dropLast(2)))
        let export = try CommandRun(["export", "--store", store]).output
        #expect(try CommandRun(small).output == export)
        #expect(try CommandRun(large).output == export)
    }
}
