import Foundation
import NetworkTypes
import Testing

@testable import Watchlist

@Suite("Internal networks")
struct InternalNetworksTests {
    private func contains(_ set: PrefixSet, _ address: String) -> Bool {
        IPAddress(parsing: address.utf8).map(set.contains) ?? false
    }

    @Test("are private, shared and link-local space when none are given")
    func defaults() {
        for inside in ["10.1.2.3", "172.31.0.1", "192.168.9.9", "100.127.1.1", "169.254.1.1", "fd00::1", "fe80::1"] {
            #expect(contains(.defaultInternal, inside), "\(inside)")
        }
        for outside in ["172.32.0.1", "100.128.0.1", "8.8.8.8", "2001:db8::1", "fec0::1"] {
            #expect(!contains(.defaultInternal, outside), "\(outside)")
        }
    }

    @Test("are read from prefixes between commas, with or without blanks")
    func list() throws {
        let set = try StatedNetworks("198.51.100.0/24, 2001:db8::/32,192.0.2.1", option: "--internal").set
        #expect(contains(set, "198.51.100.7") && contains(set, "2001:db8::7") && contains(set, "192.0.2.1"))
        #expect(!contains(set, "192.0.2.2") && !contains(set, "10.0.0.1"))
    }

    @Test("are read from a file with comments")
    func file() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("networks-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("# campus\n198.51.100.0/24 # labs\n\n2001:db8::/32,192.0.2.0/25\r\n".utf8).write(to: file)
        let set = try StatedNetworks(file.path, option: "--internal").set
        #expect(contains(set, "198.51.100.7") && contains(set, "2001:db8::7") && contains(set, "192.0.2.1"))
    }

    @Test(
        "are read from a file as a list is",
        arguments: [
            "198.51.100.0 255.255.255.0\n2001:db8::/32\n192.0.2.0/255.255.255.0\n",
            "198.51.100.0 - 198.51.100.255\n2001:db8::/32\n192.0.2.0-192.0.2.255\n",
            "\u{FEFF}; campus\r\n198.51.100.0/24; 192.0.2.0/24\r\n// labs\r\n2001:db8::/32\r\n",
            "# networks.cfg\n198.51.100.0/24     Private IP space\n192.0.2.0/24\tLabs, two\n2001:db8::/32  Six\n",
            "network;name\n198.51.100.0/24;Campus\n192.0.2.0/24;Labs\n2001:db8::/32;Six\n",
            "192.000.002.000/24\n198.51.100.0,255.255.255.0\n2001:db8::/32\n",
        ])
    func forms(text: String) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("networks-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        let set = try StatedNetworks(file.path, option: "--internal").set
        for inside in ["198.51.100.255", "192.0.2.255", "2001:db8::7"] { #expect(contains(set, inside), "\(inside)") }
        for outside in ["198.51.101.0", "192.0.3.0", "255.255.255.0", "10.0.0.1"] {
            #expect(!contains(set, outside), "\(outside)")
        }
    }

    @Test(
        "are refused as a whole for one line that is none",
        arguments: ["10.0.0.0/8\n10.0.0/8\n", "10.0.0.0/8\nevil.example\n", "10.0.0.1:443\n", "# nothing\n"])
    func badFile(text: String) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("networks-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data((text + String(repeating: "172.16.0.0/12\n", count: text.hasPrefix("#") ? 0 : 20)).utf8).write(
            to: file)
        #expect(throws: InternalNetworksError.self) { try StatedNetworks(file.path, option: "--internal").set }
    }

    @Test("are refused with the word that is none", arguments: ["10.0.0/8", "10.0.0.0/33", "10.0.0.0/8,campus"])
    func refusal(argument: String) {
        #expect(throws: InternalNetworksError.self) { try StatedNetworks(argument, option: "--internal").set }
    }

    @Test("with bits set behind their length are taken without these, and that is said")
    func hostBits() throws {
        let networks = try StatedNetworks("10.1.2.3/8,192.0.2.0/24", option: "--internal")
        #expect(contains(networks.set, "10.200.0.1"))
        #expect(
            networks.changes == ["--internal: '10.1.2.3/8' has bits set behind its length: taken as 10.0.0.0/8"])
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("networks-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("# campus\n192.0.2.0/24\n10.1.2.3 255.0.0.0\n".utf8).write(to: file)
        let changes = try StatedNetworks(file.path, option: "--internal").changes
        #expect(changes.count == 1)
        #expect(changes.first?.hasPrefix("--internal: \(file.path): line 3: ") == true, "\(changes)")
    }
}
