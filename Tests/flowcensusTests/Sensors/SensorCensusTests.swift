import Foundation
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@Suite("A census of many sensors")
struct SensorCensusTests {
    /// A sensor of a simulation.
    private struct Sensor {
        let name: String
        let list: Int
        let captures: [String]
        let folder: URL
        var store: String { folder.appendingPathComponent("census.db").path }

        init(_ row: [String: String], in folder: TemporaryFolder) throws {
            name = try #require(row["sensor"])
            list = try #require(row["list"].flatMap { Int($0) })
            captures = try #require(row["captures"]).split(separator: " ").map(String.init)
            self.folder = folder.url.appendingPathComponent(name)
        }

        func replay(_ captures: [String], into store: String, _ options: [String] = []) throws {
            guard !captures.isEmpty else { return }
            let run = try CommandRun(
                ["replay"] + captures + ["--watchlist", "watchlist.csv", "--store", store, "--sensor", name] + options,
                in: folder)
            #expect(run.status == 0, "\(run.errors)")
        }
    }

    /// A store that takes what sensors ship, and is away at times.
    private struct Centre {
        let name: String
        let leave: () throws -> Void
        let comeBack: () throws -> Void
    }

    private let folder: TemporaryFolder
    private let sensors: [Sensor]

    init() throws {
        folder = try TemporaryFolder()
        let run = try CommandRun([
            "simulate", "--output", folder.url.path, "--background", "1000", "--files", "day",
            "--sensors",
            "10", "--force",
        ])
        try #require(run.status == 0, "\(run.errors)")
        sensors = try CSVRows.rows(try folder.text("sensors.csv")).map { [folder] in try Sensor($0, in: folder) }
    }

    /// What a store says of everything that was counted.
    private func answers(_ store: String) throws -> [String] {
        try [["export"], ["export", "--by", "sensor"], ["flows"]].map {
            try CommandRun($0 + ["--store", store, "--format", "jsonl"]).output
        }
    }

    /// Counts everything into one store: what two sensors have, by the newer list.
    private func countAtOnce() throws -> String {
        let store = folder.path("once.db")
        for sensor in sensors.sorted(by: { ($0.list, $1.name) < ($1.list, $0.name) }) {
            try sensor.replay(sensor.captures, into: store, ["--again"])
        }
        return store
    }

    /// Lists are as old as the second in which they were first used.
    private func waitForNextSecond() {
        let second = { Int(Date().timeIntervalSince1970) }
        let begin = second()
        while second() == begin { Thread.sleep(forTimeInterval: 0.01) }
    }

    /// A file, and every ClickHouse that is installed.
    private func centres() throws -> [Centre] {
        let place = folder.url.appendingPathComponent("centre")
        let away = folder.url.appendingPathComponent("away")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let file = Centre(name: place.appendingPathComponent("census.db").path) {
            try FileManager.default.moveItem(at: place, to: away)
        } comeBack: {
            try FileManager.default.moveItem(at: away, to: place)
        }
        let engine = try ClickHouseEngine(.debian)
        return [file]
            + (engine.map { engine in
                [Centre(name: engine.store("census"), leave: engine.kill, comeBack: engine.start)]
            } ?? [])
    }

    /// Ships as a process does that is killed at a drawn moment, while the centre is perhaps away.
    private func shipAndKill(
        _ sensor: Sensor, to centre: Centre, _ random: inout SeededGenerator
    ) throws {
        let isAway = Int.random(in: 0..<3, using: &random) == 0
        if isAway { try centre.leave() }
        let ship = try BackgroundCommand([
            CommandRun.executable.path, "ship", "--store", sensor.store, "--to", centre.name, "--follow",
        ])
        Thread.sleep(forTimeInterval: .random(in: 0...0.3, using: &random))
        ship.signal(SIGKILL)
        try ship.finish()
        if isAway { try centre.comeBack() }
    }

    @Test(
        "is the same byte for byte shipped to a file and to an engine, merged and counted at once, with the centre away for a third of the time and kills at drawn moments"
    )
    func sameBytes() throws {
        var random = SeededGenerator()
        let centres = try centres()
        for list in 1...3 {
            for sensor in sensors where sensor.list == list {
                for capture in sensor.captures {
                    try sensor.replay([capture], into: sensor.store)
                    for centre in centres { try shipAndKill(sensor, to: centre, &random) }
                }
            }
            waitForNextSecond()
        }
        for sensor in sensors.shuffled(using: &random) {
            for centre in centres {
                let ship = try CommandRun([
                    "ship", "--store", sensor.store, "--to", centre.name, "--sensor", sensor.name,
                ])
                #expect(ship.status == 0, "\(ship.errors)")
            }
        }
        let merge = try CommandRun(
            ["merge"] + sensors.shuffled(using: &random).map(\.store) + ["--into", folder.path("merged.db")])
        #expect(merge.status == 0, "\(merge.errors)")
        let expected = try answers(try countAtOnce())
        #expect(expected.allSatisfy { $0.split(separator: "\n").count > 9 })
        #expect(try answers(folder.path("merged.db")) == expected)
        for centre in centres {
            #expect(try answers(centre.name) == expected, "\(centre.name)")
            try checkKnowledge(of: centre.name)
        }
    }

    /// Expects that a centre is sound, and knows which sensors count by an older list: two of three versions of the list are older
    /// than the third, at seven of ten sensors.
    private func checkKnowledge(of centre: String) throws {
        #expect(try CommandRun(["store", "check", "--store", centre]).status == 0)
        let info = try CommandRun(["store", "info", "--store", centre]).output
        #expect(info.components(separatedBy: "counts by an older version of watchlist.csv").count == 8, "\(info)")
        let report = try CommandRun(["report", "--store", centre, "--format", "json"]).output
        #expect(
            report.contains("Counted by an older list than other sensors have: sensor-001 (watchlist.csv)"), "\(report)"
        )
    }
}
