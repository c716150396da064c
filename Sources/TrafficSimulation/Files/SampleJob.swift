import Runtime

/// The command `sample`: the sample capture and its list, the same bytes for the same seed.
package struct SampleJob {
    private let folder: String
    private let seed: UInt64

    private let isReplacing: Bool

    /// - Parameter isReplacing: whether files of the sample that are there may be replaced.
    package init(folder: String, seed: UInt64, replacing isReplacing: Bool) {
        (self.folder, self.seed, self.isReplacing) = (folder, seed, isReplacing)
    }

    /// - Returns: the files written.
    package func write() throws -> [String] {
        let files = [
            ("sample.pcap", SampleScenario.capture(seed: seed)),
            ("watchlist.csv", Array(SampleScenario.watchlist.utf8)),
        ]
        try OutputFolder(folder).prepare(replacing: isReplacing) { name in files.contains { $0.0 == name } }
        return try files.map { name, content in
            let path = "\(folder)/\(name)"
            let output = try TextOutput(path: path, for: .asUsual)
            try output.write(content)
            try output.finish()
            return path
        }
    }
}
