import ListFeeds
import Runtime

/// The command `feeds presets`: which public feeds are known by name.
package enum FeedPresetsJob {
    /// Writes name, content, address, interval and terms of every preset to standard output.
    package static func write() throws {
        let output = try TextOutput(path: nil)
        for preset in FeedPreset.all {
            let key = preset.secretScheme.map { "\n  key: shown as \($0), where the publisher gives one" } ?? ""
            try output.write(
                """
                \(preset.name): \(preset.content)
                  from: \(preset.address), every \(FeedStatus.words(Int64(preset.interval)))
                  terms: \(preset.terms)\(key)

                """)
        }
        try output.finish()
    }
}
