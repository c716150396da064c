import Foundation
import Glibc
import Testing

@Suite("A watch")
struct WatchCommandTests {
    @Test(
        "reads its configuration again on HUP, tells nothing twice, and goes on with the old one where the new one is bad"
    )
    func reread() throws {
        let folder = try TemporaryFolder()
        let store = folder.path("census.db")
        let configuration = { (text: String) in try folder.file("watch.yaml", text.utf8) }
        let path = try configuration("events:\n  sinks:\n    first: {kind: log}\n")
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        let watch = try BackgroundCommand([
            CommandRun.executable.path, "watch", "--store", store, "--config", path, "--from", "2013-05-31",
        ])
        try watch.waitForErrors("watching ")
        try watch.waitForErrors("backdoor_entered")
        _ = try configuration("events:\n  sinks:\n    first: {kind: nothing}\n")
        watch.signal(SIGHUP)
        try watch.waitForErrors("the configuration was not read again, and what it said before holds")
        _ = try configuration(
            "events:\n  limit: 5\n  sinks:\n    first: {kind: log}\n    second: {kind: log}\nwatch:\n  store: other.db\n"
        )
        watch.signal(SIGHUP)
        try watch.waitForErrors("rules and sinks of events are those that it describes now")
        let told = watch.errors.components(separatedBy: "backdoor_entered").count
        _ = try configuration("events:\n  sinks:\n    first: {kind: log}\n")
        watch.signal(SIGHUP)
        try watch.waitForErrors("rules and sinks of events are those that it describes now", count: 2)
        watch.signal(SIGTERM)
        _ = try watch.finish()
        #expect(watch.status == 0, "\(watch.errors)")
        #expect(watch.errors.components(separatedBy: "backdoor_entered").count == told)
    }

    @Test("keeps its state in no census, whose own events that would hide")
    func stateOfCensus() throws {
        let folder = try TemporaryFolder()
        let stores = ["watched.db", "other.db"].map { folder.path($0) }
        for store in stores { try #require(SampleFiles.replay([SampleFiles.capture], store: store).status == 0) }
        let run = try CommandRun(["watch", "--once", "--store", stores[0], "--state", stores[1]])
        #expect(run.status == 1 && run.errors.contains("is a census with flows of its own"), "\(run.errors)")
        let own = try CommandRun(["watch", "--once", "--store", stores[0], "--state", folder.path("state")])
        #expect(own.status == 0, "\(own.errors)")
    }
}
