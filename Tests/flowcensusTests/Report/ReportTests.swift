import Foundation
import Testing

@Suite("Report")
struct ReportTests {
    private let files: ReportFiles

    init() throws {
        files = try ReportFiles()
    }

    @Test("states first whom threats from abroad affected, from which country most, and which websites were entered")
    func statement() throws {
        let run = try files.report(
            "--period", "2013-05-31", "--geo", files.countries, "--assets", files.assets)
        #expect(
            run.statement
                == "26 hosts were affected by 7 threats originating from foreign addresses on 31 May 2013 (UTC). Of these "
                + "threats, 3 were in the United States, affecting 12 hosts. 2 websites were entered from overseas through "
                + "back doors, 0 of them from the United States.")
    }

    @Test("is what its golden files say, in every format", arguments: ["text", "json", "html"])
    func golden(format: String) throws {
        let run = try files.report(
            "--geo", "countries.mmdb", "--assets", "assets.csv", "--home", "kr", "--format", format)
        let output = run.output
            .replacing(/(first used\s+|"first_used_at":")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) { "\($0.1)TIME" }
        let golden = Repository.path("Tests/flowcensusTests/Golden/report-\(format).txt")
        if ProcessInfo.processInfo.environment["FLOWCENSUS_RECORD"] != nil {
            try Data(output.utf8).write(to: URL(fileURLWithPath: golden))
        }
        #expect(try output == Repository.text("Tests/flowcensusTests/Golden/report-\(format).txt"))
    }

    @Test("has no line of more than 72 columns")
    func width() throws {
        let run = try files.report("--geo", files.countries, "--assets", files.assets, "--home", "NL")
        let long = run.output.split(separator: "\n").filter { $0.count > 72 }
        #expect(long.allSatisfy { !$0.contains(" ") || $0.contains(files.folder.url.path) }, "\(long)")
    }

    @Test("says what is not known without a country file and an inventory")
    func withoutFiles() throws {
        let run = try files.report()
        #expect(run.statement.contains("In which countries these are is not known, for no country file was given."))
        #expect(
            run.statement.contains(
                "3 hosts were entered from overseas through back doors; which are websites is not known"))
        #expect(run.errors.contains("no country file was given (--geo)"))
    }

    @Test("counts origins at home apart")
    func home() throws {
        let document = try files.document("--geo", files.countries, "--home", "US")
        let foreign = try #require(document["foreign"] as? [String: Any])
        let domestic = try #require(document["domestic"] as? [String: Any])
        #expect(foreign["threats"] as? Int == 4)
        #expect(foreign["affected"] as? Int == 14)
        #expect(domestic["threats"] as? Int == 3)
        #expect(domestic["affected"] as? Int == 12)
        #expect(document["leading_country"] as? String == "KR")
    }

    @Test("prints the country file's date and checksum, and follows a newer file")
    func countryFile() throws {
        let text = try files.report("--geo", files.countries).output.replacing("\n  ", with: " ")
        #expect(text.contains("Flowcensus-Country, built 2013-06-01, SHA-256 "))
        let document = try files.document("--geo", files.countries)
        let basis = try #require(document["basis"] as? [String: Any])
        let file = try #require(basis["country_file"] as? [String: Any])
        #expect(file["built_at"] as? String == "2013-06-01T00:00:00.000000Z")
        #expect((file["sha256"] as? String)?.count == 64)
    }

    @Test("takes a period as a year, month, day or hour, or as two times")
    func periods() throws {
        let affected = { (arguments: [String]) in
            let run = try CommandRun(["report", "--store", files.store, "--format", "json"] + arguments)
            return (try ReportFiles.object(run.output)["foreign"] as? [String: Any])?["affected"] as? Int
        }
        for arguments in [
            ["--period", "2013"], ["--from", "2013", "--to", "2014"], ["--from", "2013-05", "--to", "2013-07"], [],
        ] {
            #expect(try affected(arguments) == 26)
        }
        for arguments in [["--period", "2013-06"], ["--period", "2013-06-01T00"], ["--from", "2013-06"]] {
            #expect(try affected(arguments) == 1)
        }
    }

    @Test("compares with the period before")
    func trend() throws {
        let run = try files.report("--period", "2013-06")
        #expect(
            run.output.replacing("\n", with: " ").contains(
                "Against the period before, May 2013: hosts affected down from 26 to 1 (-96.2 %), threats down from 7 to 1 "
            ))
        #expect(
            try files.report("--period", "2013-05").output.contains("The period before, April 2013, was not observed"))
    }

    @Test("draws the line where it is asked to")
    func minimumGrade() throws {
        let document = try files.document("--min-grade", "exchanged")
        #expect((document["foreign"] as? [String: Any])?["affected"] as? Int == 20)
    }

    @Test("refuses times that make no period, with status 2")
    func usage() throws {
        for arguments in [
            ["--period", "2013-13"], ["--period", "May"], ["--period", "2013", "--from", "2013"],
            ["--from", "2014", "--to", "2013"], ["--home", "USA"], ["--format", "pdf"],
        ] {
            let run = try CommandRun(["report", "--store", files.store] + arguments)
            #expect(run.status == 2, "\(arguments)")
        }
    }
}
