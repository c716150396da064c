/// How long a run will still take, reckoned from how much was read in how long.
///
/// Reading pauses while what was counted goes to the store. Then there is nothing to reckon by, and no time is stated.
package struct TimeLeft {
    private var bytesDone: UInt64 = 0
    /// When a reading last differed from the one before it.
    private var lastChange = 0.0

    /// Seconds for which reading may pause while the time is still stated.
    static let patience = 1.0

    package init() {}

    /// - Parameter elapsed: seconds since the beginning.
    /// - Returns: seconds; `nil` where nothing was read for a while, or it is not known how much there is.
    package mutating func seconds(_ reading: IngestProgress.Reading, elapsed: Double) -> Double? {
        if reading.bytesDone != bytesDone { (bytesDone, lastChange) = (reading.bytesDone, elapsed) }
        guard bytesDone > 0, reading.bytesExpected > 0, elapsed - lastChange <= Self.patience else { return nil }
        let rest = Double(reading.bytesExpected) - Double(bytesDone)
        return max(0, lastChange * rest / Double(bytesDone) - (elapsed - lastChange))
    }
}
