import NetworkTypes
import Testing
import TextFormats
import Watchlist

@Suite("Records of something else than addresses")
struct OtherKindTests {
    @Test("are passed over in JSON, whatever names the thing")
    func objects() throws {
        let list = try parse(
            """
            [{"ip": "192.0.2.1"}, {"domain": "evil.example"}, {"url": "http://evil.example/a"},
             {"sha256": "\(String(repeating: "a", count: 64))"}, {"host": "evil.example", "port": 443}]
            """)
        #expect(list.prefixes == ["192.0.2.1/32"])
        #expect(list.skips.count == 4 && list.refusedCount == 0)
    }

    @Test("are passed over in a table where the column of addresses is empty", arguments: ["", "-", "N/A"])
    func emptyAddress(nothing: String) throws {
        let list = try parse(
            "domain,ip,first_seen\nevil.example,\(nothing),2020-01-01\nb.example,192.0.2.1,2020-01-01\n")
        #expect(list.prefixes == ["192.0.2.1/32"])
        #expect(list.skips.count == 1 && list.refusedCount == 0)
    }

    @Test("are bad where nothing tells what they are, or where an address stands under an unknown name")
    func notUnderstood() throws {
        #expect(refusal(of: "[{\"ip\": \"192.0.2.1\"}, {\"note\": \"x\"}]") != nil)
        #expect(
            refusal(of: "[{\"ip\": \"192.0.2.1\"}, {\"bad\": \"192.0.2.2\", \"url\": \"http://a.example/\"}]") != nil)
        #expect(refusal(of: "reference_url,ip\nhttp://a.example/,\nhttp://b.example/,192.0.2.1\n") != nil)
    }

    @Test("are passed over where a field has several of them, as the hashes of one file")
    func severalHashes() throws {
        let hashes = "\(String(repeating: "a", count: 32)),\(String(repeating: "b", count: 64))"
        for type in ["entity_type", "note"] {
            let list = try parse("value,\(type)\n192.0.2.1,ip\n\"\(hashes)\",file\n")
            #expect(list.prefixes == ["192.0.2.1/32"])
            #expect(list.skips.count == 1 && list.refusedCount == 0)
        }
    }

    @Test("are not what a type of names says where the value is an address")
    func addressAsName() throws {
        let list = try parse(
            """
            value,type
            192.0.2.1:443,C2 @ Pastebin URL
            192.0.2.2,hostname
            evil.example,domain
            http://192.0.2.3/,url
            192.0.2.4,file version
            """)
        #expect(list.prefixes == ["192.0.2.1/32", "192.0.2.2/32"])
        #expect(list.entries.first?.port == 443)
        #expect(list.skips.count == 3 && list.refusedCount == 0)
    }
}
