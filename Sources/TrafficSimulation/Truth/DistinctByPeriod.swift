/// How many distinct hosts there were in each of the days, or months, of a simulation, which come in order.
struct DistinctByPeriod {
    /// For every host the last period in which it was seen, counted from 1.
    private var last: [UInt16]
    private(set) var counts: [Int] = []

    init(hosts: Int) {
        last = [UInt16](repeating: 0, count: hosts)
    }

    /// - Parameter period: counted from 0.
    mutating func note(_ host: Int, in period: Int) {
        while counts.count <= period { counts.append(0) }
        let number = UInt16(truncatingIfNeeded: period + 1)
        guard last[host] != number else { return }
        last[host] = number
        counts[period] += 1
    }
}
