import CensusModel
import NetworkTypes

/// The lists of rules that addresses have, each kept once: a million addresses of one plain list share a single rule.
///
/// A list is a prefix's own rules and, behind them, the list of the prefix around it, so that a block with thousands of
/// rules costs the addresses within it nothing.
struct RuleLists: Sendable {
    /// A list's number; 0 is the empty list.
    typealias Number = UInt32

    /// A prefix's own rules, in the order in which they are asked: narrower ones first, then by port.
    private struct List: Sendable {
        let rules: Range<Int>
        /// The list that is asked next; 0 for none.
        let outer: Number
        /// The attribution of the first rule, where that one matches whatever the port, protocol and time.
        let certain: AttributionID?
    }

    private var rules: [Rule] = []
    private var lists = [List(rules: 0..<0, outer: 0, certain: nil)]
    private var numbers: [[Rule]: Number] = [[]: 0]
    /// Numbers of joined lists, by the numbers of both.
    private var joined: [UInt64: Number] = [:]

    /// Up to this many rules are asked one after the other; of more, those of other ports are passed over.
    private static let fewRules = 16

    /// The number of a list, which is added where it is new.
    /// - Parameter list: in the order that `ProfileMerge` gives.
    mutating func number(of list: [Rule]) -> Number {
        if let number = numbers[list] { return number }
        let own = rules.count..<rules.count + list.count
        rules += list
        let certain = list.first.flatMap { $0.matchesAlways ? $0.attribution : nil }
        let number = append(List(rules: own, outer: 0, certain: certain))
        numbers[list] = number
        return number
    }

    private mutating func append(_ list: List) -> Number {
        lists.append(list)
        return Number(lists.count - 1)
    }

    /// The number of a list followed by another: what holds for a prefix and then for the one around it.
    /// - Parameter inner: a prefix's own rules.
    mutating func number(of inner: Number, then outer: Number) -> Number {
        if outer == 0 { return inner }
        let key = UInt64(inner) << 32 | UInt64(outer)
        if let number = joined[key] { return number }
        let own = lists[Int(inner)]
        let number = append(List(rules: own.rules, outer: outer, certain: own.certain))
        joined[key] = number
        return number
    }

    /// The attribution of the first rule of a list that matches.
    func firstMatch(
        in number: Number, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> AttributionID? {
        var list = lists[Int(number)]
        while true {
            if let certain = list.certain { return certain }
            if let rule = firstRule(in: list.rules, port: port, transport: transport, at: time) {
                return rule.attribution
            }
            guard list.outer != 0 else { return nil }
            list = lists[Int(list.outer)]
        }
    }

    /// Shows a search why no rule of a list matches, of which one would at some other port or time.
    func show(_ number: Number, to search: inout NearMissSearch) {
        var list = lists[Int(number)]
        while true {
            for rule in rules[list.rules] { search.add(rule) }
            guard list.outer != 0 else { return }
            list = lists[Int(list.outer)]
        }
    }

    /// The rules of a list in the order in which they are asked.
    subscript(number: Number) -> [Rule] {
        var (list, result) = (lists[Int(number)], [Rule]())
        while true {
            result += rules[list.rules]
            guard list.outer != 0 else { return result }
            list = lists[Int(list.outer)]
        }
    }

    private func firstRule(
        in range: Range<Int>, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> Rule? {
        let matches = { (rule: Rule) in rule.matches(port: port, transport: transport, at: time) }
        guard range.count > Self.fewRules else { return rules[range].first(where: matches) }
        for narrowness in [Rule.portAndProtocol, Rule.port] {
            let named = rules[firstIndex(in: range, from: (narrowness, port))..<range.upperBound]
                .prefix { $0.narrowness == narrowness && $0.port == port }
            if let rule = named.first(where: matches) { return rule }
        }
        return rules[firstIndex(in: range, from: (Rule.port + 1, 0))..<range.upperBound].first(where: matches)
    }

    /// Where the rules of a narrowness and a port begin.
    private func firstIndex(in range: Range<Int>, from key: (Int, UInt16)) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if (rules[middle].narrowness, rules[middle].port) < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
