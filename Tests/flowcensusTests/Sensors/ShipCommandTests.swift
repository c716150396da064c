import Foundation
import Testing

@Suite("ship")
struct ShipCommandTests {
    private let folder: TemporaryFolder
    private var store: String { folder.path("census.db") }
    private var centre: String { folder.path("centre/census.db") }

    init() throws {
        folder = try TemporaryFolder()
        let run = try CommandRun([
            "replay", SampleFiles.capture, "--watchlist", SampleFiles.watchlist, "--store", store, "--sensor", "north",
        ])
        try #require(run.status == 0, "\(run.errors)")
    }

    private func makeCentre() throws {
        try FileManager.default.createDirectory(atPath: folder.path("centre"), withIntermediateDirectories: true)
    }

    private func export(_ store: String, _ options: [String] = []) throws -> String {
        try CommandRun(["export", "--store", store] + options).output
    }

    @Test("waits for a centre that is away, says so once, and ships what is counted when it is there")
    func away() throws {
        let ship = try BackgroundCommand([
            CommandRun.executable.path, "ship", "--store", store, "--to", centre, "--follow", "--sensor", "north",
        ])
        try ship.waitForErrors("is tried again in 1 s")
        try makeCentre()
        try ship.waitForErrors("is there again")
        ship.signal(SIGINT)
        let text = try ship.finish()
        #expect(ship.status == 0, "\(text)")
        #expect(text.components(separatedBy: "is tried again").count == 2, "\(text)")
        #expect(try export(centre) == export(store))
        #expect(try export(centre, ["--by", "sensor"]).contains(",north"))
    }

    @Test("goes under the name of the sensor that counted all of a store, where none is given")
    func onlySensor() throws {
        try makeCentre()
        #expect(try CommandRun(["ship", "--store", store, "--to", centre]).status == 0)
        let info = try CommandRun(["store", "info", "--store", centre]).output
        #expect(info.contains("  sensors: 1\n    north: "), "\(info)")
        // What has no sensor's name, or several, goes under the machine's.
        let mixed = folder.path("mixed.db")
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: SampleFiles.capture)))
        // The same without its first packet, which is as long as bytes 32 and 33 say.
        let second = 24 + 16 + Int(bytes[32]) + Int(bytes[33]) << 8
        let rest = try folder.file("rest.pcap", bytes[..<24] + bytes[second...])
        for (name, capture) in [("a", SampleFiles.capture), ("b", rest)] {
            let run = try SampleFiles.replay([capture], store: mixed, ["--sensor", name])
            #expect(run.status == 0, "\(run.errors)")
        }
        let other = folder.path("centre/other.db")
        #expect(try CommandRun(["ship", "--store", mixed, "--to", other]).status == 0)
        let machine = try CommandRun(["store", "info", "--store", other]).output
        #expect(machine.contains("    \(ProcessInfo.processInfo.hostName): "), "\(machine)")
    }

    @Test("shows at the centre what each sensor is, and counts what two of them have once")
    func sensors() throws {
        try makeCentre()
        let south = folder.path("south.db")
        for (store, name) in [(store, "north"), (south, "south")] {
            if name == "south" {
                let run = try CommandRun([
                    "replay", SampleFiles.capture, "--watchlist", SampleFiles.watchlist, "--store", store, "--sensor",
                    name,
                ])
                #expect(run.status == 0)
            }
            let run = try CommandRun(["ship", "--store", store, "--to", centre, "--sensor", name])
            #expect(run.status == 0, "\(run.errors)")
        }
        // The capture that both have is counted once.
        #expect(try export(centre) == export(store))
        let info = try CommandRun(["store", "info", "--store", centre]).output
        #expect(info.contains("  sensors: 2\n    north: ") && info.contains("flowcensus 0.1.0"), "\(info)")
        let json = try CommandRun(["store", "info", "--store", centre, "--format", "json"]).output
        #expect(json.contains("\"clock_behind_seconds\"") && json.contains("\"vanished\" : false"), "\(json)")
    }

    @Test("counts again by other lists in place of what was shipped, and ships nothing twice")
    func again() throws {
        try makeCentre()
        let ship = { try CommandRun(["ship", "--store", store, "--to", centre]) }
        #expect(try ship().errors.contains("shipments"))
        let other = try folder.file("other.txt", "192.0.2.1\n".utf8)
        #expect(try CommandRun(["replay", SampleFiles.capture, "--watchlist", other, "--store", store]).status == 0)
        #expect(try ship().status == 0)
        #expect(try export(centre) == export(store))
        #expect(try ship().errors.contains("took 0 flows"))
    }

    @Test(
        "leaves counts that outlived their flows at the sensor, and says so; what was shipped before stays"
    )
    func keptCounts() throws {
        try makeCentre()
        let ship = { (centre: String) in try CommandRun(["ship", "--store", store, "--to", centre]) }
        let early = try ship(centre)
        #expect(early.status == 0 && !early.errors.contains("stay here"), "\(early.errors)")
        let whole = try export(centre)
        let prune = ["store", "prune", "--before", "2013-06-01", "--keep-counts", "--yes", "--store", store]
        #expect(try CommandRun(prune).status == 0)
        #expect(try export(store) == whole)
        let late = folder.path("centre/late.db")
        for centre in [centre, late] {
            let run = try ship(centre)
            #expect(run.status == 0 && run.errors.contains("hours from"), "\(run.errors)")
            #expect(run.errors.contains("whose flows are gone stay here"), "\(run.errors)")
            #expect(try !CommandRun(["store", "info", "--store", centre]).output.contains("counts kept without flows"))
        }
        #expect(try export(centre) == whole)
        #expect(try !export(late).contains("2013-05-31T"))
    }

    @Test("refuses the store itself, a rate of nothing, and an interval that no sensor has")
    func refusals() throws {
        for options in [["--to", store], ["--to", centre, "--rate", "0"], ["--to", centre, "--interval", "0"]] {
            #expect(try CommandRun(["ship", "--store", store] + options).status == 2, "\(options)")
        }
        #expect(try CommandRun(["ship", "--store", store, "--to", centre]).status == 1)
    }
}
