import NetworkTypes
import Testing
import TextFormats

@testable import Enrichment

@Suite("A contact registry")
struct ContactRegistryTests {
    private let fingerprint = "0123456789ABCDEF0123456789ABCDEF01234567"

    private func registry(_ text: String) throws -> ContactRegistry {
        try ContactRegistry(name: "contacts.csv", bytes: Array(text.utf8))
    }

    @Test("holds the institutions of each country, with or without a key")
    func contacts() throws {
        let registry = try registry(
            """
            country,institution,e-mail,PGP fingerprint
            us,US-CERT,soc@us-cert.example,0123 4567 89AB CDEF 0123  4567 89ab cdef 0123 4567
            US,"Second, one",second@example.us,
            DE,CERT-Bund,certbund@bsi.example,0x\(fingerprint)
            """)
        let us = try #require(CountryCode("US"))
        #expect(registry.contacts(in: us).map(\.institution) == ["US-CERT", "Second, one"])
        #expect(registry.contacts.map(\.fingerprint) == [fingerprint, nil, fingerprint])
        #expect(registry.refusals.count == 0)
    }

    @Test(
        "refuses lines without a country, an address, or with half a fingerprint",
        arguments: [
            ("USA,x,a@b,", "'USA' is not a country's two letters (ISO 3166-1 alpha-2)"),
            ("US,x,nobody,", "'nobody' is not an e-mail address"),
            ("US,x,\"a@b, c@d\",", "'a@b, c@d' is not an e-mail address"),
            ("US,x,a@b\u{202E}c,", "'a@b\u{202E}c' is not an e-mail address"),
            ("US,x,a@b,ABCD", "'ABCD' is not an OpenPGP fingerprint of 40 or 64 hexadecimal digits"),
        ])
    func badLines(line: String, message: String) throws {
        let registry = try registry("country,institution,email,fingerprint\n\(line)\nFR,y,y@example.fr,\n")
        #expect(registry.refusals.first.map(\.description) == ["line 2: \(message)"])
        #expect(registry.contacts.map(\.institution) == ["y"])
    }
}
