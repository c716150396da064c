import HTTPClient
import Testing

@testable import ClickHouseStore

@Suite("The name of a store on ClickHouse")
struct ClickHouseAddressTests {
    @Test("says server, user and database, which have defaults")
    func parts() throws {
        let whole = try ClickHouseAddress("clickhouse://census@db.example:9123/north?plain=1&password-file=/etc/secret")
        #expect(whole.server.text == "http://db.example:9123/")
        #expect(whole.user == "census" && whole.database == "north")
        #expect(whole.passwordFile == "/etc/secret" && whole.allowsPlainText)
        let least = try ClickHouseAddress("clickhouse://db.example")
        #expect(least.server.text == "http://db.example:8123/")
        #expect(least.user == "default" && least.database == "flowcensus" && !least.allowsPlainText)
        #expect(try ClickHouseAddress("clickhouse://[::1]/a").server.text == "http://[::1]:8123/")
        #expect(try ClickHouseAddress("clickhouse://[::1]:80/a").server.text == "http://[::1]:80/")
        for name in ["clickhouses://db.example/a", "clickhouse://db.example/a?secure=1"] {
            #expect(try ClickHouseAddress(name).server.text == "https://db.example:8443/")
        }
    }

    @Test("that holds a password is refused, and not repeated")
    func password() {
        #expect {
            _ = try ClickHouseAddress("clickhouse://census:geheim@db.example/a")
        } throws: { error in
            let text = "\(error)"
            return text.contains("holds a password") && text.contains("db.example") && !text.contains("geheim")
        }
    }

    @Test(
        "that could be read as something else is refused",
        arguments: [
            "clickhouse://", "clickhouse:///a", "clickhouse://h/a`b", "clickhouse://h/a/b", "clickhouse://u'@h/a",
            "clickhouse://h/a?password=x", "clickhouse://h/a?secure=yes", "clickhouse://h/a?ca-file=",
        ])
    func refused(_ name: String) {
        #expect(throws: ClickHouseError.self) { try ClickHouseAddress(name) }
    }
}
