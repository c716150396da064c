import NetworkTypes
import Testing
import Watchlist

@Suite("What stands where an address does")
struct AddressTextTests {
    private func read(_ text: String) -> String? {
        AddressText(Array(text.utf8)[...]).map { address in
            address.prefixes.map(\.description).joined(separator: " ") + (address.port.map { " \($0)" } ?? "")
        }
    }

    @Test(
        "may be an address, a prefix, a range, an address with a port, and any of them defanged",
        arguments: [
            ("192.0.2.1", "192.0.2.1/32"), ("192.0.2.0/24", "192.0.2.0/24"), ("2001:db8::/32", "2001:db8::/32"),
            ("192.0.2.1:443", "192.0.2.1/32 443"), ("[2001:db8::1]:443", "2001:db8::1/128 443"),
            ("[2001:db8::1]", "2001:db8::1/128"), ("192[.]0[.]2[.]1", "192.0.2.1/32"), ("192.0.2[.]1", "192.0.2.1/32"),
            ("192(.)0(.)2(.)1", "192.0.2.1/32"), ("192[dot]0[dot]2[dot]1", "192.0.2.1/32"),
            ("192[.]0[.]2[.]1[:]443", "192.0.2.1/32 443"), ("192[.]0[.]2[.]0/24", "192.0.2.0/24"),
            ("2001[:]db8[:][:]1", "2001:db8::1/128"), ("192.0.2.0-192.0.2.255", "192.0.2.0/24"),
            ("192.0.2.1 - 192.0.2.2", "192.0.2.1/32 192.0.2.2/32"), ("192.0.2.1-192.0.2.1", "192.0.2.1/32"),
            ("0.0.0.0-255.255.255.255", "0.0.0.0/0"), ("2001:db8::-2001:db8::ffff", "2001:db8::/112"),
            ("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0"),
        ])
    func forms(text: String, expected: String) {
        #expect(read(text) == expected)
    }

    @Test("is nothing that takes long to tell")
    func nestedMarks() {
        let text = "192" + String(repeating: "[", count: 30_000) + "." + String(repeating: "]", count: 30_000) + "0.2.1"
        #expect(read(text) == nil)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:+80", "192.0.2.1:80x", "192.0.2.1:000080",
            "[192.0.2.1]:80", "[2001:db8::1]80", "[2001:db8::1]:", "[2001:db8::1", "2001:db8::1]:80",
            "192.0.2.9-192.0.2.1", "192.0.2.1-2001:db8::1", "192.0.2.1-", "-192.0.2.1", "192.0.2.0/24:80", "[.]", "[.",
            "example[.]org", "hxxp://192[.]0[.]2[.]1", "AS64496",
        ])
    func refused(text: String) {
        #expect(read(text) == nil)
    }
}
