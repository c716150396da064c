import Digests
import Foundation
import NetworkTypes
import Testing
import TrafficSimulation

@testable import Enrichment

@Suite("A country database")
struct CountryDatabaseTests {
    private func country(_ address: String, in database: CountryDatabase) throws -> String? {
        database.country(of: try #require(IPAddress(parsing: address.utf8)))?.description
    }

    @Test(
        "gives the country of both versions, in either layout and every size of records",
        arguments: CountryDatabaseFile.Layout.allCases, [24, 28, 32])
    func layouts(layout: CountryDatabaseFile.Layout, recordBits: Int) throws {
        let bytes = CountryFiles.bytes(CountryFiles.mixed, layout: layout, recordBits: recordBits)
        let database = try CountryDatabase(name: "geo.mmdb", bytes: bytes)
        let addresses = [
            "192.0.2.0", "192.0.2.255", "198.51.100.127", "198.51.100.128", "2001:db8::1", "192.0.3.0", "::5",
        ]
        let expected = ["US", "US", "DE", "CN", "NL", nil, nil]
        // The second time from memory.
        for _ in 0..<2 { #expect(try addresses.map { try country($0, in: database) } == expected) }
    }

    @Test("says when it was built, and its checksum")
    func version() throws {
        let bytes = CountryFiles.bytes(CountryFiles.mixed)
        let database = try CountryDatabase(name: "geo.mmdb", bytes: bytes)
        #expect(database.builtAt?.description == "2013-06-01T00:00:00.000000Z")
        #expect(database.checksum == SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined())
        #expect(database.type == "Flowcensus-Country")
    }

    @Test("has no time where the file states one that cannot be", arguments: [UInt64.max, 1 << 62])
    func impossibleTime(epoch: UInt64) throws {
        let bytes = CountryFiles.bytes(CountryFiles.mixed, buildEpoch: epoch)
        #expect(try CountryDatabase(name: "geo.mmdb", bytes: bytes).builtAt == nil)
    }

    @Test("of IPv4 alone knows no country of IPv6")
    func ipv4Only() throws {
        let database = try CountryDatabase(
            name: "geo.mmdb", bytes: CountryFiles.bytes(["192.0.2.0/24": "US"], isIPv4Only: true))
        #expect(try country("192.0.2.1", in: database) == "US")
        #expect(try country("2001:db8::1", in: database) == nil)
        #expect(database.damagedCount == 0)
    }

    @Test("takes what is not a country for unknown", arguments: ["ZZ", "XX", "", "USA", "--", "u\u{0}"])
    func noCountry(text: String) throws {
        let bytes = CountryFiles.bytes(["192.0.2.0/24": text, "198.51.100.0/24": "de"])
        let database = try CountryDatabase(name: "geo.mmdb", bytes: bytes)
        #expect(try country("192.0.2.1", in: database) == nil)
        #expect(try country("198.51.100.1", in: database) == "DE")
    }

    @Test("is asked by many threads at a time")
    func threads() async throws {
        let database = try CountryDatabase(name: "geo.mmdb", bytes: CountryFiles.bytes(CountryFiles.mixed))
        let us = try #require(CountryCode("US"))
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<1_024).count { number in
                        let address = IPv4Address(rawValue: 0xC000_0200 + UInt32(number % 512))
                        return database.country(of: .v4(address)) == us
                    }
                }
            }
            for await count in group { #expect(count == 512) }
        }
    }
}

@Suite("What is not a country database")
struct CountryDatabaseRefusalTests {
    private func problem(_ bytes: [UInt8]) -> CountryDatabaseError.Problem? {
        do {
            _ = try CountryDatabase(name: "geo.mmdb", bytes: bytes)
            return nil
        } catch {
            return error.problem
        }
    }

    @Test("is refused when it is empty, of another kind, or cut")
    func otherFiles() {
        let whole = CountryFiles.bytes(CountryFiles.mixed)
        #expect(problem([]) == .empty)
        #expect(problem(Array("country,from,to\n".utf8)) == .noMetadata)
        #expect(problem(Array(whole.dropLast(100))) != nil)
    }

    @Test("is refused when none of its records names a country")
    func noCountries() {
        let bytes = CountryFiles.bytes(["192.0.2.0/24": "not a country"])
        #expect(problem(bytes) == .noCountries(type: "Flowcensus-Country"))
        let message = CountryDatabaseError(file: "asn.mmdb", problem: .noCountries(type: "GeoLite2-ASN")).description
        #expect(
            message.hasPrefix(
                "asn.mmdb: is a MaxMind DB file (of type 'GeoLite2-ASN') in which no record names a country"))
    }

    @Test("does no harm, at whatever length it is cut")
    func truncation() {
        let whole = CountryFiles.bytes(["192.0.2.0/28": "US"], isIPv4Only: true)
        for length in whole.indices { lookUp(in: Array(whole.prefix(length))) }
    }

    @Test("does no harm, whatever byte of it is wrong", arguments: 0..<4 as Range<UInt64>)
    func mutation(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let whole = CountryFiles.bytes(CountryFiles.mixed)
        for _ in 0..<250 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            lookUp(in: bytes)
        }
    }

    private func lookUp(in bytes: [UInt8]) {
        guard let database = try? CountryDatabase(name: "geo.mmdb", bytes: bytes) else { return }
        for address in ["192.0.2.1", "198.51.100.200", "2001:db8::1", "::"] {
            _ = IPAddress(parsing: address.utf8).map(database.country)
        }
    }
}
