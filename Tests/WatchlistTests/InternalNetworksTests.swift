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
        let set = try PrefixSet.internalNetworks("198.51.100.0/24, 2001:db8::/32,192.0.2.1")
        #expect(contains(set, "198.51.100.7") && contains(set, "2001:db8::7") && contains(set, "192.0.2.1"))
        #expect(!contains(set, "192.0.2.2") && !contains(set, "10.0.0.1"))
    }

    @Test("are read from a file with comments")
    func file() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("networks-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("# campus\n198.51.100.0/24 # labs\n\n2001:db8::/32,192.0.2.0/25\r\n".utf8).write(to: file)
        let set = try PrefixSet.internalNetworks(file.path)
        #expect(contains(set, "198.51.100.7") && contains(set, "2001:db8::7") && contains(set, "192.0.2.1"))
    }

    @Test("are refused with the word that is none", arguments: ["10.0.0/8", "10.0.0.0/33", "10.0.0.0/8,campus"])
    func refusal(argument: String) {
        #expect(throws: InternalNetworksError.self) { try PrefixSet.internalNetworks(argument) }
    }
}
