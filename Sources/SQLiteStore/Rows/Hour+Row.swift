import GRDB
import NetworkTypes

extension Hour {
    /// The starts of all hours that a `Timestamp` can lie in, in Unix seconds: the years 1677 to 2262.
    static let storedSeconds: ClosedRange<Int64> = -9_223_372_800...9_223_369_200

    /// The hour whose start a row states.
    ///
    /// - Parameter row: what the row is, for the error.
    /// - Throws: `DatabaseError` where no hour that there can be begins then.
    init(startSeconds: Int64, of row: @autoclosure () -> String) throws {
        guard startSeconds % 3_600 == 0, Self.storedSeconds.contains(startSeconds) else {
            let fault = startSeconds % 3_600 == 0 ? "no time can have" : "does not begin on the hour"
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "\(row()) is of the hour \(startSeconds), which \(fault)")
        }
        self.init(index: Int32(truncatingIfNeeded: startSeconds / 3_600))
    }
}
