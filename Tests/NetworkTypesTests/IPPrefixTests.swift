import NetworkTypes
import Testing

@Suite("IP prefix")
struct IPPrefixTests {
    private func prefix(_ text: String) -> String? {
        IPPrefix.parse(text.utf8)?.prefix.description
    }

    @Test("takes an address without length as a block of one")
    func singleAddress() throws {
        let v4 = try #require(IPPrefix.parse("192.0.2.1".utf8))
        #expect(v4.prefix.description == "192.0.2.1/32")
        #expect(v4.prefix.isSingleAddress)
        #expect(!v4.hadHostBits)
        let v6 = try #require(IPPrefix.parse("2001:db8::1".utf8))
        #expect(v6.prefix.description == "2001:db8::1/128")
        #expect(v6.prefix.isSingleAddress)
        #expect(v4.prefix == IPPrefix(v4.prefix.address, length: 32))
        #expect(v6.prefix == IPPrefix(v6.prefix.address))
    }

    @Test("keeps every length from zero to full, and clears the bits behind it")
    func masks() throws {
        let v4 = try #require(IPAddress(parsing: "255.255.255.255".utf8))
        let v6 = try #require(IPAddress(parsing: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff".utf8))
        for length in 0...32 {
            let block = try #require(IPPrefix(v4, length: length))
            guard case .v4(let address) = block.address else { continue }
            #expect(address.rawValue.nonzeroBitCount == length)
            #expect((~address.rawValue).leadingZeroBitCount == length)
            #expect(block.isSingleAddress == (length == 32))
        }
        for length in 0...128 {
            let block = try #require(IPPrefix(v6, length: length))
            guard case .v6(let address) = block.address else { continue }
            #expect(address.rawValue.nonzeroBitCount == length)
            #expect((~address.rawValue).leadingZeroBitCount == length)
            #expect(block.isSingleAddress == (length == 128))
        }
        #expect(IPPrefix(v4, length: 33) == nil)
        #expect(IPPrefix(v6, length: 129) == nil)
        #expect(IPPrefix(v4, length: -1) == nil)
        #expect(IPPrefix(v6, length: -1) == nil)
    }

    @Test("tells whether host bits were set")
    func hostBits() throws {
        for (text, had) in [
            ("10.0.0.0/8", false), ("10.0.0.1/8", true), ("0.0.0.0/0", false), ("128.0.0.0/0", true), ("::/0", false),
            ("192.0.2.1/32", false), ("2001:db8::/32", false), ("2001:db8::1/127", true), ("::1/128", false),
        ] {
            #expect(IPPrefix.parse(text.utf8)?.hadHostBits == had, "\(text)")
        }
        #expect(prefix("10.1.2.3/8") == "10.0.0.0/8")
        #expect(prefix("2001:db8:ffff::/33") == "2001:db8:8000::/33")
    }

    @Test(
        "rejects lengths that are none",
        arguments: [
            "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8 ", "10.0.0.0/ 8", "10.0.0.0/a",
            "10.0.0.0/8/8", "10.0.0.0//8", "10.0.0.0/255.0.0.0", "10.0.0.0/0008", "::/129", "::/256", "::/", "/8",
            "10.0.0/8", "", "/", "10.0.0.0/99999999999999999999",
        ])
    func rejectsLengths(text: String) {
        #expect(IPPrefix.parse(text.utf8) == nil)
    }
}
