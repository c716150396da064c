import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Events of a live count into a store on ClickHouse", .serialized)
struct LiveWatchTests {
    /// A collector that counts into a store and tells of it.
    private func collect(_ store: String, _ options: [String], in folder: Folder) throws -> Process {
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.root.path)
        try Data("192.0.2.1\n".utf8).write(to: folder.url("list.txt"))
        try Data("events:\n  sinks:\n    here: {kind: log}\n".utf8).write(to: folder.url("flowcensus.yaml"))
        let user = geteuid() == 0 ? ["--user", "nobody"] : []
        return try Command.start(
            [
                "collect", "127.0.0.1:0", "--watchlist", folder.path("list.txt"), "--store", store, "--watch",
                "--config",
                folder.path("flowcensus.yaml"),
            ] + options + user, output: folder.url("output"), errors: folder.url("errors"))
    }

    private func errors(_ folder: Folder) throws -> String {
        String(decoding: try Data(contentsOf: folder.url("errors")), as: UTF8.self)
    }

    /// NetFlow v5 of one flow of 10.1.0.5 to 192.0.2.1:443, which ends now.
    private func netFlow5() -> [UInt8] {
        let big = { (value: UInt32, length: Int) in
            (0..<length).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        let now = UInt32(Date().timeIntervalSince1970)
        let head = big(5, 2) + big(1, 2) + big(100_000, 4) + big(now, 4) + [UInt8](repeating: 0, count: 12)
        let ends: [UInt8] = [10, 1, 0, 5, 192, 0, 2, 1] + [UInt8](repeating: 0, count: 8)
        let flow = big(10, 4) + big(9_000, 4) + big(99_000, 4) + big(100_000, 4) + big(40_000, 2) + big(443, 2)
        return head + ends + flow + [0, 0x1B, 6] + [UInt8](repeating: 0, count: 9)
    }

    @Test("are told by the count itself, kept in a file beside the store, and not told again by another watch")
    func told() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let folder = try Folder()
        let (store, state) = (engine.store(SharedEngines.database()), ["--state", folder.path("state.db")])
        let process = try collect(store, state + ["--checkpoint", "0.1"], in: folder)
        var port: UInt16?
        while process.isRunning, port == nil {
            let text = try errors(folder).components(separatedBy: "receiving at 127.0.0.1:").dropFirst().first ?? ""
            if text.contains("\n") { port = UInt16(text.prefix { $0.isNumber }) }
            usleep(1_000)
        }
        LoopbackDatagrams.send([netFlow5()], to: try #require(port))
        while process.isRunning, try !errors(folder).contains("10.1.0.5 is affected") { usleep(1_000) }
        process.interrupt()
        process.waitUntilExit()
        let said = try errors(folder)
        #expect(process.terminationStatus == 0, "\(said)")
        let again = try Command.run(["watch", "--once", "--store", store] + state, in: folder)
        #expect(again.status == 0 && again.output.isEmpty, "\(again.output)\(again.errors)")
    }

    @Test("are refused without a file to keep them in")
    func refused() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let folder = try Folder()
        let process = try collect(engine.store(SharedEngines.database()), [], in: folder)
        process.waitUntilExit()
        let said = try errors(folder)
        #expect(process.terminationStatus == 1 && said.contains("--state FILE keeps them"), "\(said)")
    }
}
