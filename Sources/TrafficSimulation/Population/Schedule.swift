/// Which origins are active in each hour, in their order.
struct Schedule {
    struct Entry {
        let origin: Int32
        /// Which of the origin's active hours it is.
        let slot: Int32
    }

    private(set) var entries: [Entry]
    /// Where the entries of each hour begin, and at the end where the last ones end.
    private var starts: [Int]

    init(_ origins: [SimulatedOrigin], hours: Int) {
        starts = [Int](repeating: 0, count: hours + 1)
        for origin in origins {
            for hour in origin.hours { starts[Int(hour) + 1] += 1 }
        }
        for hour in 0..<hours { starts[hour + 1] += starts[hour] }
        entries = [Entry](repeating: Entry(origin: 0, slot: 0), count: starts[hours])
        var next = starts
        for (number, origin) in origins.enumerated() {
            for (slot, hour) in origin.hours.enumerated() {
                entries[next[Int(hour)]] = Entry(
                    origin: Int32(truncatingIfNeeded: number), slot: Int32(truncatingIfNeeded: slot))
                next[Int(hour)] += 1
            }
        }
    }

    /// The entries of an hour, by their places among all.
    func entries(in hour: Int) -> ArraySlice<Entry> {
        entries[starts[hour]..<starts[hour + 1]]
    }
}
