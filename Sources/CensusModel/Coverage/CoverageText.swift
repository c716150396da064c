/// Coverage in words, for the log.
package enum CoverageText {
    /// What was seen, and by reason what was not.
    /// - Parameter countsDrops: whether drops are known of, as they are of live interfaces.
    package static func lines(_ coverage: Coverage, countsDrops: Bool) -> [String] {
        let undecoded = coverage.undecoded.values.reduce(0, +)
        let dropped = coverage.dropped.values.reduce(0, +)
        var lines = [
            "\(coverage.seen) packets seen, \(coverage.decoded) decoded, \(undecoded) not decoded, "
                + "\(coverage.matched) matched" + (countsDrops ? ", \(dropped) dropped" : "")
        ]
        lines += reasons("not decoded", coverage.undecoded)
        lines += reasons("decoded, but", coverage.remarked)
        lines += reasons("dropped by the", coverage.dropped)
        return lines
    }

    private static func reasons(_ heading: String, _ counts: [String: UInt64]) -> [String] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "  \(heading): \($0.key) \($0.value)" }
    }
}
