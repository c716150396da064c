import Foundation
import Runtime

/// The command `sample`: the sample capture and its list, the same bytes for the same seed.
package struct SampleJob {
    private let folder: String
    private let seed: UInt64

    package init(folder: String, seed: UInt64) {
        self.folder = folder
        self.seed = seed
    }

    /// - Returns: the files written.
    package func write() throws -> [String] {
        let files = [
            ("sample.pcap", Data(SampleScenario.capture(seed: seed))),
            ("watchlist.csv", Data(SampleScenario.watchlist.utf8)),
        ]
        return try files.map { name, content in
            let path = "\(folder)/\(name)"
            do {
                try content.write(to: URL(fileURLWithPath: path))
            } catch {
                throw CommandProblem("\(path): cannot be written: \(error.localizedDescription)")
            }
            return path
        }
    }
}
