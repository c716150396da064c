import Foundation
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    private static func store(in folder: TemporaryFolder) throws -> String {
        let store = folder.path("census.db")
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        return store
    }

    @Test("gives options, flags and inputs, so that a command needs none of its own")
    func wholeCommand() throws {
        let configured = try ConfiguredFolder(
            """
            store: ':memory:'
            watchlist:
              - \(SampleFiles.watchlist)
            replay:
              files: [\(SampleFiles.capture)]
            """)
        let run = try configured.run(["replay"])
        #expect(run.status == 0)
        #expect(try run.output == Repository.text("Samples/hourly-counts.csv"))
        #expect(run.errors.contains("options: files from \(configured.path):5, watchlist from \(configured.path):2"))
    }

    @Test("counts behind the environment, and that behind the command line")
    func order() throws {
        let configured = try ConfiguredFolder("format: csv\nby: country\nexport:\n  by: class\n")
        let store = try Self.store(in: configured.folder)
        let text = { (environment: [String: String]) in
            try configured.run(["export", "--store", store], environment: environment).output
        }
        let plain = { (grouping: String) in
            try CommandRun(["export", "--store", store, "--by", grouping]).output
        }
        #expect(try text([:]) == plain("class"))
        #expect(try text(["FLOWCENSUS_BY": "label"]) == plain("label"))
        #expect(try text(["FLOWCENSUS_BY": "label", "FLOWCENSUS_EXPORT_BY": "day"]) == plain("day"))
        let given = try configured.run(
            ["export", "--store", store, "--by=hour"], environment: ["FLOWCENSUS_EXPORT_BY": "day"])
        #expect(try given.output == plain("hour"))
    }

    @Test("has its list replaced by the command line, and by the environment")
    func lists() throws {
        let configured = try ConfiguredFolder("label: [ExampleBot, ExampleRAT]\n")
        let store = try Self.store(in: configured.folder)
        let labels = { (arguments: [String], environment: [String: String]) in
            let run = try configured.run(["export", "--store", store] + arguments, environment: environment)
            return Set(run.rows.compactMap { $0["label"] })
        }
        #expect(try labels([], [:]) == ["ExampleBot", "ExampleRAT"])
        #expect(try labels(["--label", "ExampleScan"], [:]) == ["ExampleScan"])
        #expect(try labels([], ["FLOWCENSUS_LABEL": "ExampleShell"]) == ["ExampleShell"])
        #expect(
            try labels([], ["FLOWCENSUS_LABEL": "[ExampleShell, 'ExampleScan']"]) == ["ExampleShell", "ExampleScan"])
        // An empty variable says nothing.
        #expect(try labels([], ["FLOWCENSUS_LABEL": ""]) == ["ExampleBot", "ExampleRAT"])
    }

    @Test("raises flags, which the command line takes back")
    func flags() throws {
        let configured = try ConfiguredFolder("force: true\n")
        let folder = configured.folder.path("sample")
        #expect(try CommandRun(["sample", "--output", folder]).status == 0)
        #expect(try CommandRun(["sample", "--output", folder]).status == 1)
        #expect(try configured.run(["sample", "--output", folder]).status == 0)
        #expect(try configured.run(["sample", "--output", folder, "--force=false"]).status == 1)
        #expect(try CommandRun(["sample", "--output", folder, "--force=true"]).status == 0)
    }

    @Test("takes inputs from one place only, also such as look like options")
    func inputs() throws {
        let configured = try ConfiguredFolder("watchlist check:\n  lists: [-odd.txt]\n")
        _ = try configured.folder.file("-odd.txt", Array("203.0.114.7\n".utf8))
        let run = try configured.run(["watchlist", "check"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("-odd.txt"))
        let given = try configured.run(["watchlist", "check", SampleFiles.watchlist])
        #expect(given.output.contains("watchlist.csv") && !given.output.contains("-odd.txt"))
    }

    @Test("is named by the environment, and need not be there for help")
    func named() throws {
        let configured = try ConfiguredFolder("by: nothing\n")
        let variable = ["FLOWCENSUS_CONFIG": configured.path]
        let run = try CommandRun(["export"], environment: variable)
        #expect(run.status == 2 && run.errors.contains("\(configured.path):1: by: The value 'nothing' is invalid"))
        #expect(try CommandRun(["export", "--help"], environment: variable).status == 0)
        let missing = try CommandRun(["export", "--config", "/nowhere.yaml"])
        #expect(missing.status == 2 && missing.errors.contains("/nowhere.yaml: cannot open it"))
    }

    @Test("is blamed for what it says, and not for what the command line does")
    func blame() throws {
        let configured = try ConfiguredFolder("replay:\n  again: true\n  jobs: 2\n")
        let words = ["replay", "x.pcap", "--watchlist", "l"]
        let together = try configured.run(words + ["--follow"])
        #expect(together.status == 2)
        #expect(
            together.errors.contains("\(configured.path):2: replay: again: --again and --follow exclude each other"))
        let given = try configured.run(words + ["--tunnels", "some"])
        #expect(given.status == 2)
        #expect(given.errors.contains("Error: The value 'some' is invalid for '--tunnels"), "\(given.errors)")
        #expect(!given.errors.contains("flowcensus.yaml"))
    }

    @Test(
        "says nothing by a section whose lines are all comments",
        arguments: ["sniff:", "export:", "feeds:", "events: ~"])
    func emptySection(line: String) throws {
        let configured = try ConfiguredFolder("store: /nowhere.db\n\(line)\n  # interfaces: [eth0]\n")
        for command in [["export"], ["replay", "/nowhere.pcap", "--watchlist", "/nowhere.txt"]] {
            let run = try configured.run(command)
            #expect(run.status == 1 && !run.errors.contains("flowcensus.yaml:2"), "\(run.errors)")
        }
    }

    @Test("gives an empty text where that says something, and refuses it where it would name a file")
    func emptyValues() throws {
        let configured = try ConfiguredFolder("store: census.db\nexport:\n  label: ''\n")
        let store = configured.folder.path("census.db")
        try #require(SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        let run = try configured.run(["export"])
        #expect(run.status == 0 && run.rows.isEmpty, "\(run.errors)")
        let unnamed = try ConfiguredFolder("store: ''\n")
        let refused = try unnamed.run(["export"])
        #expect(refused.status == 2 && refused.errors.contains("\(unnamed.path):1: store: is empty"))
    }

    @Test("leaves a command line without one as it is")
    func without() throws {
        let run = try CommandRun(["store", "info", "--config", "/dev/null", "--store", "/nowhere.db"])
        #expect(run.status == 1 && run.errors.contains("there is no such store"))
        #expect(!run.errors.contains("options:"))
    }
}
