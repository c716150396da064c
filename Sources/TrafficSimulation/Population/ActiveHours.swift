/// When there is how much traffic: by day more than by night.
struct ActiveHours {
    /// How many hours the plan has.
    let count: Int
    /// Hours of the first day that lie before the plan's first.
    let firstHourOfDay: Int

    /// How busy each hour of a day in UTC is, beside the others.
    private static let weights = [
        20, 15, 12, 10, 10, 12, 20, 40, 70, 90, 100, 100, 95, 95, 100, 100, 95, 85, 75, 70, 65, 55, 40, 30,
    ]

    private func weight(_ hour: Int) -> Int { Self.weights[(firstHourOfDay + hour) % 24] }

    /// So many different hours, fewer where the plan has fewer, spread over the whole of it.
    func drawn(_ asked: Int, _ random: inout SeededGenerator) -> [Int32] {
        let parts = min(asked, count)
        return (0..<parts).map { part in
            let hours = count * part / parts..<count * (part + 1) / parts
            var hour = Int.random(in: hours, using: &random)
            // A busy hour is kept more often than a quiet one; the fourth is kept in any case.
            for _ in 0..<3 where Int.random(in: 0..<100, using: &random) >= weight(hour) {
                hour = Int.random(in: hours, using: &random)
            }
            return Int32(hour)
        }
    }

    /// How many of so many packets fall into each hour, by how busy it is.
    func shares(of packets: Int) -> [Int] {
        let sum = (0..<count).reduce(0) { $0 + weight($1) }
        var (passed, given) = (0, 0)
        return (0..<count).map { hour in
            passed += weight(hour)
            let due = packets * passed / sum
            defer { given = due }
            return due - given
        }
    }
}
