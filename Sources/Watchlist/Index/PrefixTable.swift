import NetworkTypes

/// Rules by prefix, for addresses of one version held as numbers.
///
/// One hash table for each prefix length that occurs, asked from the longest to the shortest: a question costs as many
/// look-ups as there are different lengths.
struct PrefixTable<Value: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private struct Level: Sendable {
        let mask: Value
        let ranges: [Value: Range<Int32>]
    }

    private let levels: [Level]
    private let rules: [Rule]

    func match(
        _ address: Value, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> AttributionID? {
        for level in levels {
            guard let range = level.ranges[address & level.mask] else { continue }
            for index in range where rules[Int(index)].matches(port: port, transport: transport, at: time) {
                return rules[Int(index)].attribution
            }
        }
        return nil
    }

    /// Collects rules; those of one prefix must come one after another, the first to be asked first.
    struct Builder {
        private var ranges: [Int: [Value: Range<Int32>]] = [:]
        private var rules: [Rule] = []

        mutating func add(_ rule: Rule, _ address: Value, length: Int) {
            let end = Int32(rules.count)
            rules.append(rule)
            let range = ranges[length, default: [:]][address] ?? end..<end
            precondition(range.upperBound == end, "the rules of a prefix come one after another")
            ranges[length, default: [:]][address] = range.lowerBound..<end + 1
        }

        func build() -> PrefixTable {
            let levels = ranges.sorted { $0.key > $1.key }.map { length, ranges in
                Level(mask: length == 0 ? 0 : Value.max << Value(Value.bitWidth - length), ranges: ranges)
            }
            return PrefixTable(levels: levels, rules: rules)
        }
    }
}
