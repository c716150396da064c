/// IPv6 prefixes, each with the number of its list of rules.
///
/// One hash table for each prefix length that occurs, asked from the longest to the shortest: a question costs as many
/// look-ups as there are different lengths, and comes only from addresses that the screen has let through.
struct PrefixTable: Sendable {
    private struct Level: Sendable {
        let length: Int
        let mask: UInt128
        var numbers: [UInt128: RuleLists.Number] = [:]
    }

    private var levels: [Level] = []

    /// - Parameter prefixes: none twice.
    init(_ prefixes: [(address: UInt128, length: Int, number: RuleLists.Number)]) {
        var numbers: [Int: [UInt128: RuleLists.Number]] = [:]
        for prefix in prefixes { numbers[prefix.length, default: [:]][prefix.address] = prefix.number }
        levels = numbers.sorted { $0.key > $1.key }.map { length, numbers in
            let mask = length == 0 ? 0 : UInt128.max << UInt128(128 - length)
            return Level(length: length, mask: mask, numbers: numbers)
        }
    }

    /// Whether any prefix holds the address.
    func contains(_ address: UInt128) -> Bool {
        levels.contains { $0.numbers[address & $0.mask] != nil }
    }

    /// The first result of `body` over the lists of rules of the prefixes around an address, the longest first.
    func first<Result>(_ address: UInt128, _ body: (RuleLists.Number) -> Result?) -> Result? {
        for level in levels {
            if let number = level.numbers[address & level.mask], let result = body(number) { return result }
        }
        return nil
    }
}
