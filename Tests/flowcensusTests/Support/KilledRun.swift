import Foundation
import Testing

/// A replay that has committed the sample and is killed while it waits for more.
enum KilledRun {
    static func make(_ store: String) throws {
        let scratch = try TemporaryFolder()
        let pipe = scratch.path("pipe")
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        let run = try BackgroundCommand([
            CommandRun.executable.path, "replay", SampleFiles.capture, pipe, "--watchlist", SampleFiles.watchlist,
            "--store", store, "--jobs", "1",
        ])
        // A pipe that nobody writes to holds the run up, once the writer has opened it.
        let writer = try FileHandle(forUpdating: URL(fileURLWithPath: pipe))
        try run.waitForErrors("sample.pcap: 3634 packets")
        run.signal(SIGKILL)
        try run.finish()
        try writer.close()
    }
}
