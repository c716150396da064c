import CensusExport
import Digests
import NetworkTypes
import Testing

@testable import CensusNotice

@Suite("An internal host in a notice")
struct NoticeHostTests {
    private func pseudonyms(_ byte: UInt8) -> HostPseudonyms {
        HostPseudonyms(key: SymmetricKey(data: [UInt8](repeating: byte, count: 32)))
    }

    private func address(_ text: String) throws -> IPAddress {
        try #require(IPAddress(parsing: text.utf8))
    }

    @Test("has the same pseudonym under the same key, and another under another")
    func pseudonyms() throws {
        let host = try address("10.1.2.3")
        #expect(pseudonyms(1).name(of: host) == pseudonyms(1).name(of: host))
        #expect(pseudonyms(1).name(of: host) != pseudonyms(2).name(of: host))
        let mapped = try address("::10.1.2.3")
        #expect(pseudonyms(1).name(of: mapped) != pseudonyms(1).name(of: host))
    }

    @Test("is HMAC-SHA-256 over its version and bytes, cut to 80 bits")
    func code() throws {
        let key = SymmetricKey(data: [UInt8](repeating: 1, count: 32))
        let message = Array("flowcensus internal host ".utf8) + [4, 10, 1, 2, 3]
        let code = key.authenticationCode(for: message)
        #expect(pseudonyms(1).name(of: try address("10.1.2.3")) == "host-" + code.prefix(10).hexadecimal)
    }

    @Test(
        "shows as its network when asked to, without the bits behind it",
        arguments: [("10.1.2.3", "10.1.2.0/24"), ("fd00:1:2:3::4", "fd00:1:2::/48")])
    func prefixes(host: String, network: String) throws {
        #expect(HostDisclosure.prefix.disclosed(try address(host)).text == network)
        #expect(HostDisclosure.show.disclosed(try address(host)).text == host)
    }

    @Test("stands in STIX as address or network, and is left out for a pseudonym")
    func observables() throws {
        let flows = [try NoticeExample().flow(host: "10.1.2.3")]
        let text = { (hosts: HostDisclosure) in NoticeExample(hosts: hosts).notice(flows).stixText }
        #expect(text(.show).contains("\"value\":\"10.1.2.3\""))
        #expect(text(.prefix).contains("\"value\":\"10.1.2.0/24\""))
        let hidden = text(.pseudonym(pseudonyms(1)))
        #expect(!hidden.contains("src_ref") && hidden.contains("\"src_port\":50000"))
        #expect(hidden.contains(pseudonyms(1).name(of: try address("10.1.2.3"))))
    }

    @Test("is in no identifier: two hosts that look alike in STIX have the same")
    func identifiers() throws {
        let text = { (host: String) in
            let example = NoticeExample(hosts: .prefix)
            return example.notice([try example.flow(host: host)]).stixText
        }
        #expect(try text("10.1.2.3") == text("10.1.2.4"))
    }
}
