import Foundation
import Runtime
import Testing

@testable import CensusQueries

@Suite("A watch")
struct EventWatchTests {
    @Test("brings what its last look finds, which comes behind the stop")
    func lastLook() throws {
        let watched = try WatchedStore()
        let told = watched.folder + "/told"
        watched.settings.sinks = [
            EventSinkPlan(name: "file", place: .program(path: "/usr/bin/tee", arguments: ["-a", told]))
        ]
        let stop = StopFlag()
        let watch = try watched.watch(stop: stop)
        try watched.count(Sight.attempt("10.0.0.1", "203.0.113.1", at: WatchedStore.start))
        stop.set()
        watch.run()
        let lines = try String(contentsOfFile: told, encoding: .utf8).split(separator: "\n")
        #expect(try lines.count == watched.events.count && !lines.isEmpty)
    }
}
