import CensusModel
import NetworkTypes

/// The lists of rules that addresses have, each kept once: a million addresses of one plain list share a single rule.
struct RuleLists: Sendable {
    /// A list's number; 0 is the empty list.
    typealias Number = UInt32

    private var rules: [Rule] = []
    private var ranges: [Range<Int>] = [0..<0]
    /// The attribution of a list's first rule, where that one matches whatever the port, protocol and time.
    private var certain: [AttributionID?] = [nil]
    private var numbers: [[Rule]: Number] = [[]: 0]
    /// Numbers of joined lists, by the numbers of both.
    private var joined: [UInt64: Number] = [:]

    /// The number of a list, which is added where it is new.
    mutating func number(of list: [Rule]) -> Number {
        if let number = numbers[list] { return number }
        let number = Number(ranges.count)
        ranges.append(rules.count..<rules.count + list.count)
        certain.append(list.first.flatMap { $0.matchesAlways ? $0.attribution : nil })
        rules += list
        numbers[list] = number
        return number
    }

    /// The number of a list followed by another: what holds for a prefix and then for the one around it.
    mutating func number(of inner: Number, then outer: Number) -> Number {
        if outer == 0 { return inner }
        let key = UInt64(inner) << 32 | UInt64(outer)
        if let number = joined[key] { return number }
        let number = number(of: Array(self[inner]) + Array(self[outer]))
        joined[key] = number
        return number
    }

    /// The attribution of the first rule of a list that matches.
    func firstMatch(
        in number: Number, port: UInt16, transport: TransportProtocol, at time: Timestamp
    ) -> AttributionID? {
        if let certain = certain[Int(number)] { return certain }
        for index in ranges[Int(number)] where rules[index].matches(port: port, transport: transport, at: time) {
            return rules[index].attribution
        }
        return nil
    }

    /// Why no rule of a list matches, of which one would at some other port or time; `nil` for the empty list.
    func nearMiss(in number: Number, at time: Timestamp) -> NearMiss? {
        let rules = self[number]
        guard !rules.isEmpty else { return nil }
        return rules.contains { $0.validity.contains(time) } ? .onAnotherPort : .outsideDates
    }

    subscript(number: Number) -> ArraySlice<Rule> {
        rules[ranges[Int(number)]]
    }
}
