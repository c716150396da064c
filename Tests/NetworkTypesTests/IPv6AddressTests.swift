import NetworkTypes
import Testing

@Suite("IPv6 address")
struct IPv6AddressTests {
    private func canonical(_ text: String) -> String? {
        IPv6Address(parsing: text.utf8)?.description
    }

    @Test(
        "reads the text forms of RFC 4291 section 2.2",
        arguments: [
            ("ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", 0xABCD_EF01_2345_6789_ABCD_EF01_2345_6789),
            ("2001:DB8:0:0:8:800:200C:417A", 0x2001_0DB8_0000_0000_0008_0800_200C_417A),
            ("2001:DB8::8:800:200C:417A", 0x2001_0DB8_0000_0000_0008_0800_200C_417A),
            ("FF01:0:0:0:0:0:0:101", 0xFF01_0000_0000_0000_0000_0000_0000_0101),
            ("FF01::101", 0xFF01_0000_0000_0000_0000_0000_0000_0101),
            ("0:0:0:0:0:0:0:1", 1), ("::1", 1), ("0:0:0:0:0:0:0:0", 0), ("::", 0),
            ("0:0:0:0:0:0:13.1.68.3", 0x0D01_4403), ("::13.1.68.3", 0x0D01_4403),
            ("0:0:0:0:0:FFFF:129.144.52.38", 0xFFFF_8190_3426), ("::FFFF:129.144.52.38", 0xFFFF_8190_3426),
        ] as [(String, UInt128)])
    func textForms(text: String, value: UInt128) {
        #expect(IPv6Address(parsing: text.utf8)?.rawValue == value)
    }

    @Test("reads one group behind or before the gap, where the gap stands for a single group")
    func shortestGap() {
        #expect(canonical("1:2:3:4:5:6:7::") == "1:2:3:4:5:6:7:0")
        #expect(canonical("::2:3:4:5:6:7:8") == "0:2:3:4:5:6:7:8")
        #expect(canonical("1:2:3::5:6:7:8") == "1:2:3:0:5:6:7:8")
        #expect(canonical("1:2:3:4:5::192.0.2.1") == "1:2:3:4:5:0:c000:201")
    }

    @Test(
        "writes every spelling of RFC 5952 section 2 in the one canonical form",
        arguments: [
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:db8::1:0:0:1", "2001:db8::1:0:0:1"), ("2001:db8::0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:0db8::1:0:0:1", "2001:db8::1:0:0:1"), ("2001:db8:0:0:1::1", "2001:db8::1:0:0:1"),
            ("2001:DB8:0:0:1::1", "2001:db8::1:0:0:1"),
            ("2001:db8:aaaa:bbbb:cccc:dddd::1", "2001:db8:aaaa:bbbb:cccc:dddd:0:1"),
            ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"), ("2001:db8::0001", "2001:db8::1"),
        ])
    func spellings(text: String, expected: String) {
        #expect(canonical(text) == expected)
    }

    @Test(
        "shortens the longest run of zeros, the first of equal ones, and never a single group (RFC 5952 section 4.2)",
        arguments: [
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("0:0:1:0:0:0:0:0", "0:0:1::"),
            ("0:0:0:0:1:0:0:0", "::1:0:0:0"), ("1:0:0:0:0:0:0:0", "1::"), ("0:0:0:0:0:0:0:0", "::"),
        ])
    func zeroRuns(text: String, expected: String) {
        #expect(canonical(text) == expected)
    }

    @Test("writes only IPv4-mapped addresses with a dotted quad (RFC 5952 section 5)")
    func mapped() {
        #expect(canonical("::ffff:c000:201") == "::ffff:192.0.2.1")
        #expect(canonical("::ffff:0:0") == "::ffff:0.0.0.0")
        #expect(canonical("::192.0.2.1") == "::c000:201")
        #expect(canonical("64:ff9b::192.0.2.33") == "64:ff9b::c000:221")
    }

    @Test(
        "rejects texts that are no address",
        arguments: [
            "", ":", ":::", "1", "1:", ":1", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8:", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8",
            "1::2::3", "1:::2", "::1:", ":1::", "12345::", "::00001", "g::", "::-1", "::+1", "1.2.3.4", ":1.2.3.4",
            "::1.2.3", "::1.2.3.4.5", "::1.2.3.256", "::01.2.3.4", "::1.2.3.4:1", "1:2:3:4:5:6:7:1.2.3.4",
            "1:2:3:4:5:6::1.2.3.4", "1:2:3:4:5:1.2.3.4", "::a.b.c.d", "::1.", "::.1", "fe80::1%eth0", "::1/128", " ::1",
            "::1 ", "[::1]", "::１",
        ])
    func rejects(text: String) {
        #expect(canonical(text) == nil)
    }
}
