import NetworkTypes
import Testing

@testable import TrafficSimulation

@Suite("A country database, as libmaxminddb reads it", .enabled(if: DatabaseLookup.isInstalled))
struct CountryDatabaseFileTests {
    private static let named = [
        ("192.0.2.0/24", "US"), ("198.51.100.0/25", "DE"), ("198.51.100.128/25", "FR"), ("203.0.113.9/32", "JP"),
        ("2001:db8::/32", "US"), ("2001:db8:bad::/48", "NL"), ("2001:db8::7/128", "BR"),
    ]

    private static func file(
        _ layout: CountryDatabaseFile.Layout, isIPv4Only: Bool = false, _ named: [(String, String)] = named
    ) throws -> CountryDatabaseFile {
        var file = CountryDatabaseFile(layout: layout, isIPv4Only: isIPv4Only, buildEpoch: 1_370_044_800)
        for (prefix, country) in named {
            file.add(try #require(IPPrefix.parse(prefix.utf8)?.prefix), country: country)
        }
        return file
    }

    private func keys(_ layout: CountryDatabaseFile.Layout) -> [String] {
        layout == .nested ? ["country", "iso_code"] : ["country_code"]
    }

    @Test(
        "names the country of every prefix, in every layout and with records of every size",
        arguments: CountryDatabaseFile.Layout.allCases, [24, 28, 32])
    func everyPrefix(layout: CountryDatabaseFile.Layout, recordBits: Int) throws {
        let lookup = try DatabaseLookup(Self.file(layout).bytes(recordBits: recordBits))
        defer { lookup.remove() }
        let expected = [
            "192.0.2.0": "US", "192.0.2.255": "US", "198.51.100.127": "DE", "198.51.100.128": "FR",
            "203.0.113.9": "JP", "2001:db8::8": "US", "2001:db8:bad::1": "NL", "2001:db8::7": "BR",
        ]
        for (address, country) in expected {
            #expect(try lookup.text(address, keys(layout)) == country, "\(address)")
        }
        for address in ["192.0.1.255", "192.0.3.0", "203.0.113.8", "2001:db9::1", "::1"] {
            #expect(try lookup.text(address, keys(layout)) == nil, "\(address)")
        }
    }

    @Test("knows IPv4 alone where it is asked to")
    func onlyIPv4() throws {
        let named = Self.named.filter { !$0.0.contains(":") }
        let lookup = try DatabaseLookup(Self.file(.nested, isIPv4Only: true, named).bytes())
        defer { lookup.remove() }
        #expect(try lookup.text("198.51.100.1", ["country", "iso_code"]) == "DE")
        #expect(try lookup.text("203.0.113.10", ["country", "iso_code"]) == nil)
        #expect(try lookup.metadata().contains("IP version:    IPv4"))
    }

    @Test("says when it was made, and what it is")
    func metadata() throws {
        let lookup = try DatabaseLookup(Self.file(.flat).bytes())
        defer { lookup.remove() }
        let metadata = try lookup.metadata()
        #expect(metadata.contains("(2013-06-01 00:00:00 UTC)"))
        #expect(metadata.contains("Flowcensus-Country"))
        #expect(metadata.contains("IP version:    IPv6"))
    }

    @Test("holds thousands of single addresses of many countries")
    func many() throws {
        var random = SeededGenerator(seed: 7)
        var file = CountryDatabaseFile(layout: .nested, buildEpoch: 1_370_044_800)
        var countries: [UInt32: String] = [:]
        for _ in 0..<13_408 {
            let address = UInt32.random(in: 0x0B00_0000...0xDFFF_FFFF, using: &random)
            let letters = (0..<2).map { _ in UInt8.random(in: 65...90, using: &random) }
            countries[address] = String(decoding: letters, as: UTF8.self)
        }
        for (address, country) in countries {
            file.add(IPPrefix(.v4(IPv4Address(rawValue: address))), country: country)
        }
        let lookup = try DatabaseLookup(file.bytes())
        defer { lookup.remove() }
        for (address, country) in countries.prefix(20) {
            let text = IPv4Address(rawValue: address).description
            #expect(try lookup.text(text, ["country", "iso_code"]) == country, "\(text)")
        }
    }
}
