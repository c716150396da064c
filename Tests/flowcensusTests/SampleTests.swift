import Foundation
import Testing
import TrafficSimulation

@Suite("The sample")
struct SampleTests {
    private let capture = Repository.path("Samples/sample.pcap")
    private let watchlist = Repository.path("Samples/watchlist.csv")

    @Test("gives its golden counts")
    func golden() throws {
        let run = try CommandRun(["replay", capture, "--watchlist", watchlist, "--store", ":memory:"])
        #expect(run.status == 0)
        #expect(run.output == (try Repository.text("Samples/hourly-counts.csv")))
    }

    @Test("is what the generator makes, byte for byte")
    func regenerated() throws {
        let folder = try TemporaryFolder()
        let run = try CommandRun(["sample", "--output", folder.url.path])
        #expect(run.status == 0)
        for name in ["sample.pcap", "watchlist.csv"] {
            let made = try Data(contentsOf: folder.url.appendingPathComponent(name))
            #expect(made == (try Data(contentsOf: URL(fileURLWithPath: Repository.path("Samples/\(name)")))))
        }
    }

    @Test("makes its folder, and replaces files that are there only where that is asked for")
    func folder() throws {
        let folder = try TemporaryFolder()
        let arguments = ["sample", "--output", folder.path("new/folder")]
        #expect(try CommandRun(arguments).status == 0)
        _ = try folder.file("new/folder/watchlist.csv", "mine".utf8)
        let again = try CommandRun(arguments)
        #expect(again.status == 1)
        #expect(again.errors.contains("sample.pcap and 1 others are there already; --force"), "\(again.errors)")
        #expect(try folder.text("new/folder/watchlist.csv") == "mine")
        #expect(try CommandRun(arguments + ["--force"]).status == 0)
        #expect(try folder.text("new/folder/watchlist.csv") == (try Repository.text("Samples/watchlist.csv")))
    }

    @Test(
        "goes where a folder can be made, as simulations and notices do",
        arguments: ["sample", "simulate", "notify"])
    func noFolder(command: String) throws {
        let folder = try TemporaryFolder()
        let store = folder.path("census.db")
        _ = try SampleFiles.replay([capture], store: store)
        let more = command == "notify" ? ["--store", store, "--country", "unknown"] : []
        let file = try folder.file("file", "mine".utf8)
        for place in ["file", "file/below"] {
            let run = try CommandRun([command, "--output", folder.path(place)] + more)
            #expect(run.status == 1)
            #expect(run.errors.contains("\(file)") && run.errors.contains("cannot be made"), "\(run.errors)")
        }
        #expect(try folder.text("file") == "mine")
        #expect(try CommandRun([command, "--output", folder.path("new/folder")] + more).status == 0)
        let again = try CommandRun([command, "--output", folder.path("new/folder")] + more)
        #expect(again.status == 1 && again.errors.contains("--force replaces"), "\(again.errors)")
        #expect(try CommandRun([command, "--output", folder.path("new/folder"), "--force"] + more).status == 0)
    }

    @Test("shows every grade, both versions of IP, and a scanner and a crawler that affect nobody")
    func everyGrade() throws {
        let run = try CommandRun(["replay", capture, "--watchlist", watchlist, "--store", ":memory:"])
        for column in ["attempted", "answered", "exchanged", "intruded", "probed", "served"] {
            #expect(run.rows.contains { $0[column] != "0" }, "no row has \(column)")
        }
        #expect(run.rows.contains { $0["origin"]?.contains(":") == true })
        let scanner = try #require(run.rows.first { $0["class"] == "scanner" })
        #expect(scanner["affected"] == "0")
        #expect(scanner["probed"] == "250")
        let crawler = try #require(run.rows.first { $0["origin"] == "203.0.113.75" })
        #expect(crawler["affected"] == "0")
        #expect(crawler["served"] == "4")
        #expect(Set(run.rows.compactMap { $0["hour"] }).count == 3)
    }

    @Test("holds a tunnel from outside that is left out, and named")
    func forgedTunnel() throws {
        let run = try CommandRun(["replay", capture, "--watchlist", watchlist, "--store", ":memory:"])
        #expect(run.errors.contains("decoded, but: tunnel_foreign 10"), "\(run.errors)")
        let folder = try TemporaryFolder()
        _ = try SampleFiles.replay([capture], store: folder.path("census.db"))
        let hosts = try CommandRun(["export", "--by", "host", "--store", folder.path("census.db")]).rows
        #expect(!hosts.contains { $0["host"]?.hasPrefix("10.40.") == true })
    }

    @Test("stands in the README as it is, the header and the rows of one hour")
    func readme() throws {
        let lines = try Repository.text("Samples/hourly-counts.csv").split(separator: "\n")
        let shown = lines.enumerated().filter { $0.offset == 0 || $0.element.hasPrefix("2013-05-31T23:00:00Z,") }
        #expect(shown.count > 1)
        #expect(try Repository.text("README.md").contains(shown.map(\.element).joined(separator: "\n")))
    }
}
