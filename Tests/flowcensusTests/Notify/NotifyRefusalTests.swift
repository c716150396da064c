import Foundation
import Testing

@Suite("Notices that cannot be written")
struct NotifyRefusalTests {
    private let run: NotifyRun

    init() throws {
        run = try NotifyRun()
    }

    @Test("leave folders that are there as they are, and replace them when that is asked for")
    func existing() throws {
        #expect(try run.notify(country: "US").status == 0)
        let former = try run.files("US")
        let refused = try run.notify(country: "all", ["--tlp", "red"])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("notices/US: is there already, and nothing was changed"))
        #expect(run.written == ["US"])
        #expect(try run.files("US") == former)
        #expect(try run.notify(country: "all", ["--tlp", "red", "--force"]).status == 0)
        #expect(run.written == ["CN", "DE", "NL", "US"])
        #expect(try run.files("US")["notice.txt"]?.hasPrefix("TLP:RED") == true)
    }

    @Test("say which file is wrong, before anything is written")
    func files() throws {
        let text = try run.folder.file("text.mmdb", "no database".utf8)
        let same = try run.folder.file("same.key", [UInt8](repeating: 0, count: 32))
        let short = try run.folder.file("short.key", "secret".utf8)
        let cases: [(arguments: [String], words: String)] = [
            (["--geo", run.folder.path("missing.mmdb")], "missing.mmdb"),
            (["--geo", text], "text.mmdb: is not a MaxMind DB"),
            (["--key", same], "all its bytes are the same"),
            (["--key", short], "has 6 bytes, which can be tried out"),
            (["--key", run.folder.path("none")], "cannot be read"),
            (["--contacts", text], "text.mmdb"), (["--contacts", run.folder.path("missing.csv")], "missing.csv"),
        ]
        for (arguments, words) in cases {
            let command = ["notify", "--store", run.store, "--country", "all", "--output", run.folder.path("notices")]
            let refused = try CommandRun(command + arguments)
            #expect(refused.status == 1, "\(arguments)")
            #expect(refused.errors.contains(words), "\(refused.errors)")
        }
        #expect(run.written.isEmpty)
    }

    @Test("warn of a key that others may read", arguments: [0o600, 0o640, 0o604])
    func readableKey(mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: run.folder.path("notify.key"))
        let run = try self.run.notify(country: "US")
        #expect(run.status == 0)
        #expect(run.errors.contains("notify.key: others may read it") == (mode != 0o600), "\(run.errors)")
    }

    @Test("say that the folder cannot be made")
    func folder() throws {
        let file = try run.folder.file("notices", "a file".utf8)
        let refused = try run.notify()
        #expect(refused.status == 1)
        #expect(refused.errors.contains("\(file)"))
    }

    @Test("say who cannot have been meant", arguments: ["", "USA", "U1", "all,US"])
    func country(words: String) throws {
        #expect(try run.notify(country: words).status == 2)
        #expect(try run.notify(country: "US", ["--contact", "nobody"]).status == 2)
        #expect(try run.notify(country: "US", ["--tlp", "white"]).status == 2)
        #expect(try run.notify(country: "US", ["--hosts", "show"]).status == 2)
    }

    @Test("warn of a notice that does not say who writes, and leave no address that could be somebody's")
    func reporter() throws {
        let run = try self.run.notify(country: "US")
        #expect(run.errors.contains("who writes is not stated"))
        #expect(try self.run.folder.text("notices/US/notice.txt").contains("not-stated@reporter.invalid"))
    }
}
