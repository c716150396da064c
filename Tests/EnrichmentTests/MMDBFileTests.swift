import NetworkTypes
import Testing

@testable import Enrichment

/// Databases written byte by byte, for what no program writes.
private enum Database {
    static let marker: [UInt8] = [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8)

    static func text(_ text: String) -> [UInt8] { [2 << 5 | UInt8(text.utf8.count)] + text.utf8 }
    static func map(_ count: UInt8) -> [UInt8] { [7 << 5 | count] }
    static func number(_ value: UInt32) -> [UInt8] {
        [6 << 5 | 4] + (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
    }

    /// A tree of one node over IPv4 whose two records are one place in the data.
    static func file(_ data: [UInt8], place: UInt32 = 0) -> [UInt8] {
        let record = (0..<4).map { UInt8(truncatingIfNeeded: (1 + 16 + place) >> (24 - 8 * UInt32($0))) }
        let metadata =
            map(4) + text("node_count") + number(1) + text("record_size") + number(32) + text("ip_version") + number(4)
            + text("database_type") + text("Made")
        return record + record + [UInt8](repeating: 0, count: 16) + data + marker + metadata
    }
}

@Suite("A MaxMind database")
struct MMDBFileTests {
    private func country(_ data: [UInt8]) throws -> String? {
        let database = try CountryDatabase(name: "geo.mmdb", bytes: Database.file(data))
        return database.country(of: try #require(IPAddress(parsing: "192.0.2.1".utf8)))?.description
    }

    @Test("may have the country as a flat text, or in full beside its code")
    func flatCountry() throws {
        #expect(try country(Database.map(1) + Database.text("country") + Database.text("NL")) == "NL")
        let lite =
            Database.map(2) + Database.text("country") + Database.text("Netherlands") + Database.text("country_code")
            + Database.text("NL")
        #expect(try country(lite) == "NL")
    }

    @Test("with a hundred thousand maps in one another before the country is read past them")
    func nested() throws {
        let deep = (0..<10_000).flatMap { _ in Database.map(1) + Database.text("x") } + Database.text("US")
        let data = Database.map(2) + Database.text("a") + deep + Database.text("country") + Database.text("DE")
        #expect(try country(data) == "DE")
    }

    @Test("with more values in a record than any has is damaged there, and is not read for long")
    func manyValues() throws {
        let deep = (0..<100_000).flatMap { _ in Database.map(1) + Database.text("x") } + Database.text("US")
        let data = Database.map(2) + Database.text("a") + deep + Database.text("country") + Database.text("DE")
        #expect(try country(data) == nil)
    }

    @Test("whose pointers lead to pointers, to themselves or away has no country", arguments: [0, 1, 2, 3] as [UInt8])
    func pointers(size: UInt8) {
        for target in [0, 1, 5, 200] as [UInt8] {
            let pointer = [1 << 5 | size << 3] + [UInt8](repeating: 0, count: Int(size)) + [target]
            #expect(throws: CountryDatabaseError.self) { try country(pointer + pointer + pointer) }
        }
    }

    @Test("names the number and the organisation of an autonomous system", arguments: [true, false])
    func autonomousSystem(isNumber: Bool) throws {
        let data =
            isNumber
            ? Database.map(2) + Database.text("autonomous_system_number") + Database.number(64_500)
                + Database.text("autonomous_system_organization").replacingLength() + Database.text("EXAMPLE")
            : Database.map(2) + Database.text("asn") + Database.text("AS64500") + Database.text("name")
                + Database.text("EXAMPLE")
        let database = try AutonomousSystemDatabase(name: "asn.mmdb", bytes: Database.file(data))
        let address = try #require(IPAddress(parsing: "192.0.2.1".utf8))
        #expect(database.system(of: address) == AutonomousSystem(number: 64_500, organization: "EXAMPLE"))
        #expect(database.system(of: .v6(IPv6Address(rawValue: 1))) == nil)
    }

    @Test("of countries is none of autonomous systems, and says so")
    func noSystems() {
        let data = Database.map(1) + Database.text("country") + Database.text("NL")
        #expect(throws: CountryDatabaseError(file: "c.mmdb", problem: .noSystems(type: "Made"))) {
            try AutonomousSystemDatabase(name: "c.mmdb", bytes: Database.file(data))
        }
    }
}

extension [UInt8] {
    /// A text of 29 bytes and more has its length in the byte behind.
    fileprivate func replacingLength() -> [UInt8] {
        let count = self.count - 1
        return [2 << 5 | 29, UInt8(count - 29)] + dropFirst()
    }
}

@Suite("A tar archive")
struct TarArchiveTests {
    /// A member as POSIX.1-2017 has it.
    private func member(_ name: String, _ content: [UInt8], kind: Character = "0") -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        let put = { (text: String, place: Int) in
            header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
        }
        put(name, 0)
        let size = String(content.count, radix: 8)
        put(String(repeating: "0", count: 11 - size.count) + size, 124)
        put(String(kind), 156)
        put("ustar", 257)
        put("        ", 148)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", 148)
        return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    @Test("gives the file with an ending, behind folders and other files")
    func file() throws {
        let bytes =
            member("GeoLite2_20240101/", [], kind: "5") + member("GeoLite2_20240101/LICENSE.txt", Array("x".utf8))
            + member("GeoLite2_20240101/GeoLite2-Country.mmdb", [1, 2, 3]) + [UInt8](repeating: 0, count: 1_024)
        #expect(try #require(TarArchive(bytes)).file(endingIn: ".mmdb").map { Array($0) } == [1, 2, 3])
        #expect(try #require(TarArchive(bytes)).file(endingIn: ".csv") == nil)
        #expect(TarArchive(Array("no archive".utf8)) == nil)
        #expect(TarArchive([UInt8](repeating: 0, count: 2_048)) == nil)
    }

    @Test("does no harm at whatever length it is cut, nor whatever byte is wrong")
    func truncation() {
        let whole = member("a/LICENSE.txt", Array("x".utf8)) + member("a/b.mmdb", [UInt8](repeating: 7, count: 600))
        for length in whole.indices { _ = TarArchive(Array(whole.prefix(length)))?.file(endingIn: ".mmdb") }
        for place in 0..<512 {
            for value in [0, 0x37, 0xFF] as [UInt8] {
                var changed = whole
                changed[512 * 2 + place] = value
                _ = TarArchive(changed)?.file(endingIn: ".mmdb")
            }
        }
        #expect(TarArchive(Array(whole.dropLast(1_024)))?.file(endingIn: ".mmdb") == nil)
    }
}
