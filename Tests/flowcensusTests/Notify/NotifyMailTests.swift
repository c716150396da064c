import Foundation
import TestSupport
import Testing

@Suite("Mails of notices")
struct NotifyMailTests {
    private static let header = "country,institution,email,fingerprint\n"

    @Test("hold the letter and the evidence, one for each contact, and are sent to nobody")
    func drafts() throws {
        let run = try MailRun(
            contacts: Self.header
                + "US,US-CERT,cert@us.example,\nUS,Second,two@us.example,\nDE,CERT DE,cert@de.example,\n")
        let notify = try run.run(["--mail", "drafts"])
        #expect(notify.status == 0, "\(notify.errors)")
        #expect(run.names == ["DE-1-cert@de.example.eml", "US-1-cert@us.example.eml", "US-2-two@us.example.eml"])
        #expect(notify.errors.contains("nothing was sent"))
        for mail in try run.mails() {
            let country = mail.to[0][1].contains("de.") ? "DE" : "US"
            #expect(mail.defects.isEmpty && mail.from == [["CERT Example", "cert@cert.example"]])
            #expect(mail.names == ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"])
            #expect(mail.subject.hasPrefix("[TLP:AMBER] ") && mail.id.hasSuffix("@cert.example>"))
            #expect(mail.parts.map(\.type) == ["text/plain", "text/csv"] && mail.parts[1].name == "evidence.csv")
            #expect(try mail.parts[1].text == run.notices.folder.text("notices/\(country)/evidence.csv"))
            #expect(mail.parts[0].text.contains("What we ask for"))
            #expect(mail.parts[0].text.contains("evidence.csv"))
        }
        let path = run.notices.folder.path("notices/mail/\(run.names[0])")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let again = try run.run(["--mail", "drafts"])
        #expect(again.status == 1 && again.errors.contains("notices/mail: is there already"))
        #expect(try run.run(["--mail", "drafts", "--force"]).status == 0)
    }

    @Test(
        "have no header but their own, whatever names hold",
        arguments: [
            "CERT\r\nBcc: all@world.example",
            "Amt für Cyber-Sicherheit «Süd» – Abteilung 北京 und noch viel mehr Worte dahinter",
            "=?utf-8?Q?=0D=0ABcc:_x@y.example?=", "\"quoted\" <other@x.example>, \\", "\u{202E}txet\u{0}\t",
            String(repeating: "long", count: 300), "a, b; c:", "",
        ])
    func injection(name: String) throws {
        let quoted = "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
        let run = try MailRun(contacts: Self.header + "US,\(quoted),cert@us.example,\nUS,Other,cert@us.example,\n")
        // No argument of a command holds a NUL.
        let notify = try run.run(["--mail", "drafts"], name: name.filter { $0 != "\0" })
        #expect(notify.status == 0 || notify.status == 3, "\(notify.errors)")
        let mails = try run.mails()
        // A name of two lines is none of a table; the reporter's name stands in every mail.
        #expect(mails.count == (name.contains("\r\n") ? 1 : 2))
        for mail in mails {
            #expect(mail.defects.isEmpty, "\(mail.defects)")
            #expect(mail.names == ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"])
            #expect(mail.from.map { $0[1] } == ["cert@cert.example"] && mail.to.map { $0[1] } == ["cert@us.example"])
        }
        if name.hasPrefix("Amt") { #expect(mails[0].from[0][0] == name && mails[0].to[0][0] == name) }
    }

    @Test("are refused where an address could carry more than one")
    func addresses() throws {
        let run = try MailRun(contacts: Self.header + "US,X,\"a@b.example, c@d.example\",\nDE,Y,cert@de.example,\n")
        #expect(try run.run(["--mail", "drafts"]).status == 3)
        #expect(run.names == ["DE-1-cert@de.example.eml"])
        let bad = try run.notices.notify(
            ["--mail", "drafts", "--contact", "a@b.example>", "--from-name", "x", "--contacts", "c"])
        #expect(bad.status == 2 && bad.errors.contains("--contact takes an e-mail address"))
        #expect(
            try run.notices.notify(["--mail", "drafts"]).errors.contains("give --from-name, --contact and --contacts"))
    }

    @Test("are encrypted for a contact with a key in the keyring, and withheld where the key is missing")
    func encryption() throws {
        // gpg's agent has its socket there, whose path may have 107 bytes.
        let home = "/tmp/fc-gpg-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer {
            _ = try? Self.shell("gpgconf --homedir \(home) --kill all")
            try? FileManager.default.removeItem(atPath: home)
        }
        let gpg = "gpg --homedir \(home) --batch --quiet"
        _ = try Self.shell("\(gpg) --passphrase '' --quick-generate-key cert@us.example default default never")
        let fingerprint = try Self.shell("\(gpg) --with-colons --list-keys | awk -F: '/^fpr/ { print $10; exit }'")
        let missing = String(repeating: "AB", count: 20)
        let run = try MailRun(
            contacts: Self.header + "US,US-CERT,cert@us.example,\(fingerprint)\nDE,DE-CERT,cert@de.example,\(missing)\n"
                + "NL,NL-CERT,cert@nl.example,\n")
        let notify = try run.run(["--mail", "drafts", "--gpg-home", home])
        #expect(notify.status == 3, "\(notify.errors)")
        #expect(notify.errors.contains("cert@de.example: has no mail: /usr/bin/gpg ended with status 2"))
        #expect(run.names == ["NL-1-cert@nl.example.eml", "US-1-cert@us.example.eml"])
        let mails = try run.mails(["--gpg-home", home])
        #expect(mails.map(\.encrypted) == [false, true])
        let raw = try run.notices.folder.text("notices/mail/US-1-cert@us.example.eml")
        #expect(raw.contains("BEGIN PGP MESSAGE") && !raw.contains("192.0.2.44"))
        #expect(mails[1].subject == "[TLP:AMBER] Notice, encrypted")
        #expect(mails[1].parts.map(\.type) == ["text/plain", "text/csv"])
        #expect(try mails[1].parts[1].text == run.notices.folder.text("notices/US/evidence.csv"))
        // Without a keyring the mail is in the clear, and that is said.
        let clear = try run.run(["--mail", "drafts", "--force"])
        #expect(clear.status == 0 && clear.errors.contains("no --gpg-home says where it is: not encrypted"))
    }

    @Test("go to the mail program after a yes, each to its recipient alone")
    func sending() throws {
        let run = try MailRun(contacts: Self.header + "US,US-CERT,cert@us.example,\nDE,DE-CERT,cert@de.example,\n")
        let outbox = run.notices.folder.path("outbox")
        let program = run.notices.folder.path("sendmail")
        try ProgramFile.write("#!/bin/sh\necho \"$@\" >> \(outbox)\ncat >> \(outbox)\n", to: program)
        let asked = try run.run(["--mail", "sendmail", "--sendmail", program])
        #expect(asked.status == 2 && asked.errors.contains("give --yes as well"))
        #expect(!FileManager.default.fileExists(atPath: outbox) && run.names.isEmpty)
        let sent = try run.run(["--mail", "sendmail", "--sendmail", program, "--yes"])
        #expect(sent.status == 0 && sent.errors.contains("2 of 2 mails were handed to \(program)"), "\(sent.errors)")
        let text = try run.notices.folder.text("outbox")
        #expect(text.contains("-i -f cert@cert.example -- cert@de.example\nFrom: CERT Example <cert@cert.example>\n"))
        #expect(text.contains("-- cert@us.example\n") && !text.contains("\r"))
        #expect(run.names.count == 2)
        let failing = try run.run(["--mail", "sendmail", "--sendmail", "/bin/false", "--yes", "--force"])
        #expect(failing.status == 1 && failing.errors.contains("was not sent: /bin/false ended with status 1"))
    }

    @Test("tell only what is new since the last ones")
    func news() throws {
        let run = try MailRun(contacts: Self.header + "US,US-CERT,cert@us.example,\nDE,DE-CERT,cert@de.example,\n")
        let memory = run.notices.folder.path("told.csv")
        let words = ["--mail", "drafts", "--force", "--since-last", memory]
        // Of the evening first what came before midnight.
        #expect(try run.run(words + ["--to", "2013-05-31T23:00:00Z"]).status == 0)
        #expect(Set(try run.notices.evidence("US").compactMap { $0["first_seen"]?.prefix(13) }) == ["2013-05-31T22"])
        #expect(try run.run(words).status == 0)
        #expect(Set(try run.notices.evidence("US").compactMap { $0["first_seen"]?.prefix(13) }) == ["2013-05-31T23"])
        #expect(
            try run.mails()[1].parts[0].text.split { $0.isWhitespace }.joined(separator: " ")
                .contains("only hours that hold something new since our last notice"))
        let before = try run.notices.folder.text("told.csv")
        let nothing = try run.run(words)
        #expect(nothing.status == 0 && nothing.errors.contains("nothing new: no bundle was written"))
        #expect(run.names.isEmpty)
        #expect(try run.notices.folder.text("told.csv") == before)
        // An hour that grew is told again; the others are not.
        let lines = before.split(separator: "\n").map { line in
            line.hasPrefix("US,2013-05-31T22") ? line.dropLast() + (line.hasSuffix("0") ? "1" : "0") : line
        }
        _ = try run.notices.folder.file("told.csv", Array(lines.joined(separator: "\n").utf8))
        #expect(try run.run(words).status == 0)
        #expect(Set(try run.notices.evidence("US").compactMap { $0["first_seen"]?.prefix(13) }) == ["2013-05-31T22"])
        #expect(run.names == ["US-1-cert@us.example.eml"])
        _ = try run.notices.folder.file("told.csv", Array("country,hour,flows,digest\nUS,never,1,1\n".utf8))
        let damaged = try run.run(words)
        #expect(damaged.status == 1 && damaged.errors.contains("told.csv:2: is damaged"))
    }

    @Test("divide evidence that is too large, compressed, into tables that together are all of it")
    func division() throws {
        let notices = try NotifyRun(countries: ["45.0.0.0/8": "US"] as KeyValuePairs)
        let capture = try notices.folder.file("flood.pcap", FloodCapture.bytes(0..<40_000))
        let list = try notices.folder.file("flood.txt", Array("45.0.0.0/8\n".utf8))
        let replay = try CommandRun(["replay", capture, "--watchlist", list, "--store", notices.store])
        #expect(replay.status == 0, "\(replay.errors)")
        let run = try MailRun(contacts: Self.header + "US,US-CERT,cert@us.example,\n", of: notices)
        let notify = try run.run(["--mail", "drafts", "--mail-size", "1MiB", "--min-grade", "probed"])
        #expect(notify.status == 0, "\(notify.errors)")
        let mails = try run.mails()
        #expect(mails.count > 1 && mails.allSatisfy { $0.bytes <= 1_048_576 })
        let whole = try run.notices.folder.text("notices/US/evidence.csv").split(separator: "\n")
        var rows: [Substring] = []
        for (number, mail) in mails.enumerated() {
            #expect(mail.subject.hasSuffix("(\(number + 1) of \(mails.count))"))
            #expect(mail.parts[1].name == "evidence-\(number + 1).csv.gz")
            let lines = mail.parts[1].text.split(separator: "\n")
            #expect(lines.first == whole.first)
            rows += lines.dropFirst()
        }
        #expect(rows == Array(whole.dropFirst()))
    }

    private static func shell(_ command: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
