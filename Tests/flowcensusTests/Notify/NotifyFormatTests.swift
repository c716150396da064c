import Foundation
import Testing

@Suite("The formats of notices")
struct NotifyFormatTests {
    @Test("pass the validators of STIX, MISP and X-ARF, however hosts are shown", .enabled(if: Validator.isThere))
    func valid() throws {
        let run = try NotifyRun()
        for hosts in ["show", "prefix", "pseudonym"] {
            let notify = try run.notify(
                key: false, ["--hosts", hosts, "--min-grade", "probed", "--force"] + NotifyRun.reporter)
            #expect(notify.status == 0)
            let problems = try Validator.problems(run.written.map { run.folder.path("notices/\($0)") })
            #expect(problems == [])
        }
    }

    @Test("are found to be wrong by the validators when they are", .enabled(if: Validator.isThere))
    func broken() throws {
        let run = try NotifyRun()
        let breaks = [
            ("xarf/192.0.2.44-c2.json", "xarf", "\"compromise_evidence\":", "\"evidence_of_compromise\":"),
            ("stix-bundle.json", "stix", "\"pattern_type\":\"stix\"", "\"pattern_type\":\"\""),
            ("misp-event.json", "misp", "\"type\":\"ip-dst|port\"", "\"type\":\"ip-dst-port\""),
        ]
        for (name, word, good, bad) in breaks {
            #expect(try run.notify(country: "US", ["--force"]).status == 0)
            let text = try run.folder.text("notices/US/\(name)")
            #expect(text.contains(good))
            _ = try run.folder.file("notices/US/\(name)", text.replacing(good, with: bad).utf8)
            let problems = try Validator.problems([run.folder.path("notices/US")])
            #expect(problems.contains { $0.contains(word) && !$0.contains("as the manifest") }, "\(problems)")
        }
    }
}

/// The validators that Tests/NoticeValidation/install puts there, or that Python finds.
private enum Validator {
    private static let script = Repository.path("Tests/NoticeValidation/validate.py")

    static let isThere: Bool = {
        let isThere = (try? run([]).status) == 0
        if !isThere {
            FileHandle.standardError.write(
                Data("NOT TESTED: notices with validators of their formats; run Tests/NoticeValidation/install\n".utf8))
        }
        return isThere
    }()

    /// What is wrong with bundles, line by line.
    static func problems(_ folders: [String]) throws -> [String] {
        let (status, output) = try run(folders)
        let lines = output.split(separator: "\n").map(String.init)
        return status == 0 || !lines.isEmpty ? lines : ["exit status \(status)"]
    }

    private static func run(_ folders: [String]) throws -> (status: Int32, output: String) {
        let installed = Repository.path(".build/notice-validation/bin/python")
        let process = Process()
        let isInstalled = FileManager.default.isExecutableFile(atPath: installed)
        process.executableURL = URL(fileURLWithPath: isInstalled ? installed : "/usr/bin/env")
        process.arguments = (isInstalled ? [] : ["python3"]) + [script] + folders
        let scratch = try TemporaryFolder()
        process.standardOutput = try scratch.writingHandle("output")
        process.standardError = try scratch.writingHandle("errors")
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try scratch.text("output") + scratch.text("errors"))
    }
}
