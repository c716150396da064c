import NetworkTypes

/// Which claims count at one moment, as conditions on rows of the table `claim`: every part of an answer is of the same moment,
/// whoever commits meanwhile.
struct ClaimSnapshot: Sendable {
    /// Claims that count for nothing, though they stand there.
    let losers: Set<UInt128>
    /// The server's clock from which on claims count only by name, in Unix seconds.
    let cutoff: UInt32
    /// The claims from then on that were there.
    let recent: [UInt128]

    /// Seconds that a claim may take from being noted to being seen.
    static let settling: UInt32 = 60

    func conditions(in hours: HourRange) -> [String] {
        let settled = "toUInt32(noted) < \(cutoff)"
        var conditions = [recent.isEmpty ? settled : "(\(settled) OR hex(id) IN (\(SQL.list(recent))))"]
        if !losers.isEmpty { conditions.append("hex(id) NOT IN (\(SQL.list(losers)))") }
        return conditions + hours.touching
    }
}

/// Which claims had lost when that was looked at, and how it is known whether others have come since.
struct ClaimMoment: Sendable {
    /// How many rows there were, and when the last was noted.
    let claims: [UInt64]
    /// The claims that were told by name.
    let recent: Set<UInt128>
    let losers: Set<UInt128>
}

extension HourRange {
    /// What holds of the column `hour` of rows in the range.
    var conditions: [String] {
        [from.map { "hour >= \($0.startSeconds)" }, to.map { "hour < \($0.startSeconds)" }].compactMap(\.self)
    }

    /// What holds of claims to anything in the range.
    var touching: [String] {
        [from.map { "last_hour >= \($0.startSeconds)" }, to.map { "first_hour < \($0.startSeconds)" }].compactMap(
            \.self)
    }
}
