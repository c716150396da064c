import NetworkTypes
import Testing

@Suite("IPv4 address")
struct IPv4AddressTests {
    @Test(
        "reads four decimal octets and writes them again",
        arguments: [
            ("0.0.0.0", 0), ("10.0.0.1", 0x0A00_0001), ("192.0.2.235", 0xC000_02EB), ("255.255.255.255", .max),
        ] as [(String, UInt32)])
    func roundTrip(text: String, value: UInt32) throws {
        let address = try #require(IPv4Address(parsing: text.utf8))
        #expect(address.rawValue == value)
        #expect(address.description == text)
    }

    @Test(
        "rejects what is not four octets from 0 to 255 without leading zeros",
        arguments: [
            "", ".", "1", "1.2", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "1.2.3.4.5", "256.0.0.1",
            "1.2.3.256", "1.2.3.999999999999", "01.2.3.4", "1.2.3.00", "1.2.3.04", "0x1.2.3.4", "1.2.3.a",
            " 1.2.3.4", "1.2.3.4 ", "1.2.3.4\n", "+1.2.3.4", "-1.2.3.4", "1.2.3.4/32", "１.2.3.4",
        ])
    func rejects(text: String) {
        #expect(IPv4Address(parsing: text.utf8) == nil)
    }

    @Test("compares as a number")
    func order() throws {
        let texts = ["9.255.255.255", "10.0.0.0", "127.0.0.1", "128.0.0.0", "255.0.0.0"]
        let addresses = texts.compactMap { IPv4Address(parsing: $0.utf8) }
        #expect(addresses.count == texts.count)
        #expect(addresses.shuffled().sorted() == addresses)
    }
}

@Suite("IP address")
struct IPAddressTests {
    @Test("reads either version and sorts IPv4 before IPv6")
    func order() throws {
        let texts = ["0.0.0.0", "10.0.0.1", "255.255.255.255", "::", "::1", "2001:db8::1", "ffff::"]
        let addresses = texts.compactMap { IPAddress(parsing: $0.utf8) }
        #expect(addresses.map(\.description) == texts)
        #expect(addresses.shuffled().sorted() == addresses)
    }

    @Test("rejects names, zones, brackets and nothing", arguments: ["", "example.org", "fe80::1%eth0", "[::1]", "1"])
    func rejects(text: String) {
        #expect(IPAddress(parsing: text.utf8) == nil)
    }
}
