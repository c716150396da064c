import Foundation
import Testing

/// Runs of `notify --mail`, and the mails as Python's library for them reads them.
struct MailRun {
    let notices: NotifyRun
    private let contacts: String

    /// - Parameter contacts: lines of CSV.
    init(contacts: String, of notices: NotifyRun? = nil) throws {
        self.notices = try notices ?? NotifyRun()
        self.contacts = try self.notices.folder.file("contacts.csv", Array(contacts.utf8))
    }

    func run(_ arguments: [String], name: String = "CERT Example") throws -> CommandRun {
        try notices.notify(
            ["--contacts", contacts, "--contact", "cert@cert.example", "--from-name", name] + arguments)
    }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: notices.folder.path("notices/mail"))) ?? []).sorted()
    }

    func mails(_ options: [String] = []) throws -> [Mail] {
        let paths = names.map { notices.folder.path("notices/mail/\($0)") }
        let reader = Process()
        reader.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        reader.arguments = ["python3", Repository.path("Tests/flowcensusTests/Notify/Mail.py")] + options + paths
        let output = try notices.folder.writingHandle("mails.json")
        reader.standardOutput = output
        try reader.run()
        reader.waitUntilExit()
        try #require(reader.terminationStatus == 0)
        return try JSONDecoder().decode([Mail].self, from: Data(notices.folder.text("mails.json").utf8))
    }
}

/// A mail, as its recipient sees it.
struct Mail: Decodable {
    let path: String
    let bytes: Int
    let defects: [String]
    let names: [String]
    let from: [[String]]
    let to: [[String]]
    let subject: String
    let date: String
    let id: String
    let type: String
    let encrypted: Bool
    let parts: [Part]

    struct Part: Decodable {
        let type: String
        let name: String?
        let text: String
    }
}
