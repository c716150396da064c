import CensusModel
import NetworkTypes
import Testing

@testable import Watchlist

@Suite("A STIX pattern")
struct STIXPatternTests {
    /// The alternatives as words; `nil` when the text is not a pattern.
    private func read(_ pattern: String) -> [String]? {
        var parser = STIXPattern(pattern)
        return parser.parse()?.map { alternative in
            switch alternative.target {
            case .success(let address):
                [address, alternative.port.map { "\($0)" }, alternative.transport?.description].compactMap(\.self)
                    .joined(separator: " ")
            case .failure(let unsupported): unsupported.reason
            }
        }
    }

    @Test(
        "gives an entry for each address that it names in full",
        arguments: [
            ("[ipv4-addr:value = '192.0.2.1']", ["192.0.2.1"]), ("[ipv4-addr:value='192.0.2.1']", ["192.0.2.1"]),
            ("[ipv6-addr:value = '2001:db8::1']", ["2001:db8::1"]),
            ("[ipv4-addr:value ISSUBSET '192.0.2.0/24']", ["192.0.2.0/24"]),
            ("[ipv4-addr:value IN ('192.0.2.1', '192.0.2.2')]", ["192.0.2.1", "192.0.2.2"]),
            ("[ipv4-addr:value = 'a' OR ipv4-addr:value = 'b'] OR [ipv4-addr:value = 'c']", ["a", "b", "c"]),
            ("([ipv4-addr:value = 'a'])", ["a"]), ("[(ipv4-addr:value = 'a')]", ["a"]),
            (
                "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = 'a' "
                    + "AND network-traffic:dst_port = 443 AND network-traffic:protocols[*] = 'tcp']", ["a 443 tcp"]
            ),
            (
                "[network-traffic:dst_ref.value = 'a' AND network-traffic:dst_port IN (80, 443)]", ["a 80", "a 443"]
            ),
        ])
    func entries(pattern: String, expected: [String]) {
        #expect(read(pattern) == expected)
    }

    @Test(
        "names what it holds beside addresses and ports",
        arguments: [
            ("[domain-name:value = 'x']", ["domain-name:value"]), ("[ipv4-addr:value != 'a']", ["ipv4-addr:value !="]),
            ("[ipv4-addr:value NOT IN ('a')]", ["ipv4-addr:value IN"]),
            ("[ipv4-addr:value LIKE 'a%']", ["ipv4-addr:value LIKE"]),
            ("[ipv4-addr:value = 'a' AND file:name = 'x']", ["file:name"]),
            ("[ipv4-addr:value = 'a' AND ipv4-addr:value = 'b']", ["AND of two values"]),
            ("[ipv4-addr:value = 'a'] AND [ipv4-addr:value = 'b']", ["AND of observations"]),
            ("[ipv4-addr:value = 'a'] FOLLOWEDBY [ipv4-addr:value = 'b']", ["FOLLOWEDBY of observations"]),
            ("[ipv4-addr:value = 'a'] REPEATS 5 TIMES", ["REPEATS"]),
            ("[ipv4-addr:value = 'a'] START t'2021-01-01T00:00:00Z' STOP t'2022-01-01T00:00:00Z'", ["STOP"]),
            ("[network-traffic:dst_port = 443]", ["no address"]),
            ("[network-traffic:src_port = 443]", ["no address"]),
            ("[file:hashes.'SHA-256' = 'x']", ["file:hashes."]),
        ])
    func unsupported(pattern: String, subjects: [String]) throws {
        let alternatives = try #require(read(pattern))
        #expect(alternatives.count == subjects.count)
        for (alternative, subject) in zip(alternatives, subjects) {
            #expect(alternative.hasPrefix("has an unsupported pattern (\(subject)"), "\(alternative)")
        }
    }

    @Test("keeps the good half of an OR")
    func mixed() {
        #expect(
            read("[domain-name:value = 'x' OR ipv4-addr:value = 'a']")
                == ["has an unsupported pattern (domain-name:value)", "a"])
    }

    @Test(
        "is none when it is not well formed",
        arguments: [
            "", "[", "[]", "ipv4-addr:value = 'a'", "[ipv4-addr:value = 'a'", "[ipv4-addr:value = 'a]",
            "[ipv4-addr:value]",
            "[ipv4-addr:value = ]", "[ipv4-addr:value IN ()]", "[ipv4-addr:value = 'a'] OR", "[ipv4-addr:value = 'a']]",
            "[ipv4-addr:value IN ('a' 'b')]", "[= 'a']", "'", "(((",
        ])
    func malformed(pattern: String) {
        #expect(read(pattern) == nil)
    }

    @Test("is none when its brackets lie too deep or it has too many alternatives")
    func limits() {
        let deep = String(repeating: "(", count: 100_000)
        #expect(read(deep + "[ipv4-addr:value = 'a']") == nil)
        #expect(read("[" + deep + "ipv4-addr:value = 'a'") == nil)
        let ports = "network-traffic:dst_port IN (" + (1...100).map(String.init).joined(separator: ",") + ")"
        #expect(read("[" + [ports, ports, ports].joined(separator: " AND ") + "]") == nil)
    }
}
