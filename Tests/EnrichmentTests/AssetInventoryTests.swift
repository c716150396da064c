import NetworkTypes
import Testing
import TextFormats

@testable import Enrichment

@Suite("An asset inventory")
struct AssetInventoryTests {
    private func inventory(_ text: String) throws -> AssetInventory {
        try AssetInventory(name: "assets.csv", bytes: Array(text.utf8))
    }

    private func address(_ text: String) throws -> IPAddress {
        try #require(IPAddress(parsing: text.utf8))
    }

    @Test("gives a host the asset of the longest prefix around it")
    func longestPrefix() throws {
        let inventory = try inventory(
            """
            prefix,name,kind,sector,contact
            10.0.0.0/8,Net,network,academic,noc@example
            10.1.2.0/24,Web farm,website,government,web@example
            10.1.2.7,Portal,website,information system,portal@example
            10.1.2.255/32,Last,x,y,z
            2001:db8::/32,Six,website,academic,six@example
            """)
        let names = [
            "10.0.0.1", "10.1.2.6", "10.1.2.7", "10.1.2.8", "10.1.2.255", "10.1.3.0", "11.0.0.0", "2001:db8::1",
        ]
        #expect(
            try names.map { inventory.asset(of: try address($0))?.name }
                == ["Net", "Web farm", "Portal", "Web farm", "Last", "Net", nil, "Six"])
    }

    @Test("holds a prefix of length 0, and the last address there is")
    func ends() throws {
        let inventory = try inventory("prefix,name\n0.0.0.0/0,all\n255.255.255.255,last\n::/0,all6\n")
        #expect(
            try ["0.0.0.0", "255.255.255.254", "255.255.255.255", "ffff::"].map {
                inventory.asset(of: try address($0))?.name
            } == ["all", "all", "last", "all6"])
    }

    @Test("compares kinds and sectors without case and blanks, and takes columns in any order")
    func words() throws {
        let asset = try #require(inventory("Sector,PREFIX,Kind\n Information  System ,10.0.0.1,WebSite\n").assets.first)
        #expect((asset.kind, asset.sector, asset.name) == ("website", "information system", ""))
    }

    @Test("has the services of the longest prefix, where they are stated, and refuses a line of others by its number")
    func services() throws {
        let inventory = try inventory(
            """
            prefix,services
            10.0.0.0/8,tcp/443  UDP/53
            10.1.0.0/16,
            10.2.0.0/16,tcp/443 tcp
            10.3.0.0/16,icmp/8
            10.4.0.0/16,tcp/0
            10.5.0.0/16,tcp/65536
            """)
        let services = try #require(inventory.services(of: try address("10.2.0.1")))
        #expect(services.contains(.tcp, port: 443) && services.contains(.udp, port: 53))
        #expect(!services.contains(.udp, port: 443) && !services.contains(.tcp, port: 53))
        #expect(inventory.services(of: try address("10.1.0.1")) == nil)
        #expect(inventory.services(of: try address("11.0.0.1")) == nil)
        #expect(inventory.refusals.first.map(\.line) == [4, 5, 6, 7])
    }

    @Test("names bad lines, and keeps the others")
    func badLines() throws {
        let inventory = try inventory(
            "prefix,kind\nnowhere,website\n10.0.0.1/24,website\n10.0.0.0/24,host\n10.0.0.9,a,b\n")
        #expect(inventory.assets.map(\.kind) == ["website"])
        #expect(
            inventory.refusals.first.map(\.description) == [
                "line 2: 'nowhere' is neither an IPv4 or IPv6 address nor a prefix",
                "line 4: 10.0.0.0/24 was named in line 3 before", "line 5: 3 fields, where the header names 2",
            ])
        #expect(
            inventory.changes.first.map(\.description) == [
                "line 3: '10.0.0.1/24' has bits set behind its length: taken as 10.0.0.0/24"
            ])
    }

    @Test("reads addresses as lists do, and columns between semicolons or tabs")
    func forms() throws {
        let inventory = try inventory(
            "\u{FEFF}# assets\nNetwork;Netmask;Name\n10.1.0.0;255.255.0.0;Campus\n10.2.0.0-10.2.0.5;;Labs\n010.003.000.001;;One\n"
        )
        let names = ["10.1.255.255", "10.2.0.5", "10.3.0.1", "10.2.0.6"].map { text in
            IPAddress(parsing: text.utf8).flatMap { inventory.asset(of: $0)?.name }
        }
        #expect(names == ["Campus", "Labs", "One", nil])
        #expect(try self.inventory("cidr\tname\n10.0.0.0/8\tNet\n").assets.map(\.name) == ["Net"])
        #expect(try self.inventory("prefix,name\n10.0.0.1:443,x\n").refusals.count == 1)
    }

    @Test("is none without a column of prefixes")
    func noPrefixes() {
        #expect(throws: RegisterError(file: "assets.csv", problem: .noHeader(line: 1, missing: ["prefix"]))) {
            try inventory("name,kind\nWeb,website\n")
        }
    }
}
