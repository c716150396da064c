import Foundation
import Testing

@Suite("Notices")
struct NotifyTests {
    private let run: NotifyRun

    init() throws {
        run = try NotifyRun()
    }

    @Test("go to each country of which there are origins that affected hosts, with its own origins only")
    func countries() throws {
        let notify = try run.notify()
        #expect(notify.status == 0 && notify.output.isEmpty)
        #expect(run.written == ["CN", "DE", "NL", "US"])
        for (country, origins) in [
            "CN": ["203.0.113.10", "203.0.113.70"], "DE": ["198.51.100.23", "198.51.100.77"],
            "NL": ["2001:db8:bad::7"], "US": ["192.0.2.44", "192.0.2.53"],
        ] {
            #expect(try Set(run.evidence(country).compactMap { $0["origin"] }) == Set(origins))
        }
        #expect(notify.errors.contains("notices/US: 2 origins, 10 hosts, 20 flows, no contact is known"))
        #expect(notify.errors.contains("nothing was sent"))
    }

    @Test("are what their golden files say, byte for byte")
    func golden() throws {
        let contacts = try run.folder.file(
            "contacts.csv", "country,institution,email\nDE,CERT Beispiel,cert@de.example\n".utf8)
        let arguments = NotifyRun.reporter + ["--contacts", contacts, "--clock-accuracy", "NTP, within 10 ms"]
        #expect(try run.notify(country: "DE", arguments).status == 0)
        let golden = "Tests/flowcensusTests/Golden/notice"
        let names = FileManager.default.enumerator(atPath: Repository.path(golden))?.compactMap { $0 as? String } ?? []
        let files = try run.files("DE")
        #expect(Set(names).subtracting(["xarf"]) == Set(files.keys))
        for (name, text) in files {
            if ProcessInfo.processInfo.environment["FLOWCENSUS_RECORD"] != nil {
                try Data(text.utf8).write(to: URL(fileURLWithPath: Repository.path("\(golden)/\(name)")))
            }
            #expect(text == (try Repository.text("\(golden)/\(name)")), "\(name)")
        }
    }

    @Test("have a line of evidence for each flow that `flows` prints of the grades asked for")
    func evidence() throws {
        #expect(try run.notify().status == 0)
        let flows = try CommandRun(["flows", "--store", run.store, "--origin", "192.0.2.44"]).rows
        let lines = try run.evidence("US").filter { $0["origin"] == "192.0.2.44" }
        #expect(lines.count == flows.count && !flows.isEmpty)
        let columns =
            ["first_seen", "last_seen", "protocol", "origin", "origin_port", "host_port", "grade", "class"]
            + ["label", "origin_packets", "origin_bytes", "host_packets", "host_bytes"]
        for (line, flow) in zip(lines, flows) {
            #expect(columns.map { line[$0] } == columns.map { flow[$0] })
            #expect(line["list"] == "watchlist.csv")
        }
    }

    @Test("name the lists that name an origin when they are given, and else all that the store was counted with")
    func lists() throws {
        let run = try NotifyRun(countries: NotifyRun.countries)
        let first = try run.folder.file("first.txt", "198.51.100.23\n198.51.100.77\n".utf8)
        let second = try run.folder.file("second.csv", "address,port\n198.51.100.77,\n198.51.100.23,1\n".utf8)
        let replay = ["replay", Repository.path("Samples/sample.pcap"), "--store", run.store]
        #expect(try CommandRun(replay + ["--watchlist", first, "--watchlist", second]).status == 0)
        #expect(try run.notify(country: "DE").status == 0)
        #expect(try run.evidence("DE").allSatisfy { $0["list"] == "first.txt;second.csv" })
        let notify = try run.notify(
            country: "DE",
            ["--watchlist", first, "--watchlist", second, "--force", "--min-grade", "served"])
        #expect(notify.status == 0 && !notify.errors.contains("warning: first"))
        let lists = try Set(run.evidence("DE").map { "\($0["origin"] ?? "") \($0["list"] ?? "")" })
        #expect(lists == ["198.51.100.23 first.txt", "198.51.100.77 first.txt;second.csv"])
        let other = try run.folder.file("other.txt", "192.0.2.1\n".utf8)
        let unlike = try run.notify(country: "DE", ["--watchlist", other, "--force"])
        #expect(unlike.errors.contains("other.txt: the store was counted with no list of these bytes"))
    }

    @Test("leave scanners out unless they are asked for, and then do not call them botnets")
    func grades() throws {
        #expect(try run.notify(country: "unknown").errors.contains("no bundle was written"))
        #expect(try run.notify(country: "unknown", ["--min-grade", "probed"]).status == 0)
        #expect(try Set(run.evidence("unknown").map { $0["origin"] }) == ["192.0.2.99"])
        #expect(try run.files("unknown").keys.allSatisfy { !$0.hasPrefix("xarf") })
        #expect(try run.notify(country: "DE", ["--min-grade", "intruded"]).status == 0)
        #expect(try Set(run.evidence("DE").map { $0["grade"] }) == ["intruded"])
    }

    @Test("leave sinkholes out, whose addresses belong to those who took a threat away")
    func sinkholes() throws {
        let run = try NotifyRun(countries: NotifyRun.countries)
        let list = try run.folder.file("list.csv", "address,class\n192.0.2.44,sinkhole\n192.0.2.53,c2\n".utf8)
        let replay = ["replay", Repository.path("Samples/sample.pcap"), "--store", run.store, "--watchlist", list]
        #expect(try CommandRun(replay).status == 0)
        #expect(try run.notify(country: "US").status == 0)
        #expect(try Set(run.evidence("US").map { $0["origin"] }) == ["192.0.2.53"])
        #expect(try run.notify(country: "US", ["--min-grade", "probed", "--force"]).status == 0)
        #expect(try Set(run.evidence("US").map { $0["class"] }) == ["c2", "sinkhole"])
        #expect(try run.files("US")["xarf/192.0.2.44-sinkhole.json"] == nil)
    }

    @Test("leave the own country out, unless it is named")
    func home() throws {
        #expect(try run.notify(country: "all", ["--home", "de"]).status == 0)
        #expect(run.written == ["CN", "NL", "US"])
        #expect(try run.notify(country: "DE", ["--home", "DE"]).status == 0)
        #expect(run.written == ["CN", "DE", "NL", "US"])
    }

    @Test("take the countries named and the hours asked for")
    func choice() throws {
        #expect(try run.notify(country: "us", ["--country", "NL", "--from", "2013-05-31T23:00:00Z"]).status == 0)
        #expect(run.written == ["NL", "US"])
        #expect(try run.evidence("US").allSatisfy { $0["first_seen"]?.hasPrefix("2013-05-31T23") == true })
    }

    @Test("say how many origins have no known country, and write nothing without a country file")
    func unknownCountries() throws {
        let blind = try run.notify(geo: false)
        #expect(blind.status == 0)
        #expect(blind.errors.contains("left out: 7 origins of no known country, for no country file was given"))
        #expect(run.written.isEmpty)
        #expect(
            try run.notify(country: "all", ["--min-grade", "probed"]).errors.contains("1 origin of no known country"))
    }

    @Test("name every contact of the country, and say so when there is none")
    func contacts() throws {
        let contacts = try run.folder.file(
            "contacts.csv",
            "country,institution,email,fingerprint\nUS,CERT A,a@us.example,0123456789abcdef0123456789abcdef01234567\nus,CERT B,b@us.example,\n"
                .utf8)
        let notify = try run.notify(country: "all", ["--contacts", contacts])
        #expect(notify.errors.contains("for CERT A <a@us.example>, CERT B <b@us.example>"))
        let text = try run.folder.text("notices/US/notice.txt")
        #expect(text.contains("CERT A <a@us.example>") && text.contains("CERT B <b@us.example>"))
        #expect(text.contains("0123456789ABCDEF0123456789ABCDEF01234567"))
        #expect(try run.folder.text("notices/DE/notice.txt").contains("no contact is known for Germany (DE)"))
    }

    @Test("go with the lines of the contacts that can be read, and exit with 3 for the others")
    func badContacts() throws {
        let contacts = try run.folder.file("contacts.csv", "country,institution,email\nUS,CERT,nobody\n".utf8)
        let notify = try run.notify(country: "US", ["--contacts", contacts])
        #expect(notify.status == 3)
        #expect(notify.errors.contains("contacts.csv: line 2"))
        #expect(run.written == ["US"])
    }

    @Test("carry the label asked for in every file that has one")
    func trafficLight() throws {
        #expect(try run.notify(country: "US", ["--tlp", "TLP:AMBER+STRICT"]).status == 0)
        let files = try run.files("US")
        #expect(files["notice.txt"]?.hasPrefix("TLP:AMBER+STRICT\n") == true)
        #expect(files["misp-event.json"]?.contains("\"tlp:amber+strict\"") == true)
        #expect(files["stix-bundle.json"]?.contains("\"tlp_2_0\":\"amber+strict\"") == true)
        #expect(files["manifest.json"]?.contains("\"TLP:AMBER+STRICT\"") == true)
        #expect(files["xarf/192.0.2.44-c2.json"]?.contains("\"tlp:amber+strict\"") == true)
    }

    @Test("are readable by their owner alone")
    func permissions() throws {
        #expect(try run.notify(country: "US").status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: run.folder.path("notices/US"))
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        let all = try FileManager.default.contentsOfDirectory(atPath: run.folder.path("notices"))
        #expect(all == ["US"])
    }

    @Test("have checksums that sha256sum takes")
    func checksums() throws {
        #expect(try run.notify(country: "US").status == 0)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = ["--check", "--strict", "--quiet", "SHA256SUMS"]
        process.currentDirectoryURL = URL(fileURLWithPath: run.folder.path("notices/US"))
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let sums = try run.folder.text("notices/US/SHA256SUMS").split(separator: "\n").count
        #expect(sums == (try run.files("US").count) - 1)
    }
}
