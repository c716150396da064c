import Foundation
import GRDB
import HourlyRollup
import NetworkTypes
import SQLiteStore

/// A folder of a test's own, which goes when the test ends.
final class StoreFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        try? FileManager.default.removeItem(atPath: path)
    }

    var store: String { path + "/census.db" }

    /// The name and content of every file.
    func content() throws -> [String: Data] {
        var content: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            content[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        }
        return content
    }

    func write(_ data: Data) throws {
        try data.write(to: URL(fileURLWithPath: store))
    }

    /// Makes a store with a flow in it, and changes its bytes once it is closed.
    func makeStore(changing change: (inout Data) -> Void = { _ in }) throws {
        do {
            let store = try SQLiteCensus(path: store, access: .write)
            try store.add(Traffic.tally([Traffic.observation()]), of: "first")
        }
        var data = try Data(contentsOf: URL(fileURLWithPath: store))
        change(&data)
        try write(data)
    }
}
