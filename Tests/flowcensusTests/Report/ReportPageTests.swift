import Foundation
import Testing

@Suite("Report as a page")
struct ReportPageTests {
    private let files: ReportFiles

    init() throws {
        files = try ReportFiles()
    }

    private func page(_ store: String = "census.db", _ arguments: [String] = []) throws -> (path: String, text: String)
    {
        let run = try CommandRun(
            ["report", "--store", store, "--format", "html", "--output", "page.html"] + arguments, in: files.folder.url)
        try #require(run.status == 0, "\(run.errors)")
        return (files.folder.path("page.html"), try files.folder.text("page.html"))
    }

    @Test("needs nothing from elsewhere, and runs nothing")
    func selfContained() throws {
        let text = try page().text
        for sign in ["http:", "https:", "src=", "@import", "<script", "<link", "<iframe", "javascript:"] {
            #expect(!text.contains(sign), "\(sign)")
        }
        #expect(text.matches(of: /url\((?!#)/).isEmpty)
        #expect(text.contains("default-src 'none'"))
    }

    @Test("has every drawing and every table named for who cannot see them")
    func accessible() throws {
        let text = try page("census.db", ["--geo", files.countries, "--assets", files.assets]).text
        let drawings = text.matches(of: /<svg [^>]*role="img" aria-labelledby="([a-z-]+) ([a-z-]+)"/)
        #expect(drawings.count == 2)
        for drawing in drawings {
            #expect(text.contains("<title id=\"\(drawing.1)\">"))
            #expect(text.contains("<desc id=\"\(drawing.2)\">"))
        }
        #expect(text.matches(of: /<table>/).count == text.matches(of: /<caption>[^<]+</).count)
        #expect(text.contains("<html lang=\"en\">"))
    }

    @Test("says what an empty store says in a mail")
    func empty() throws {
        let capture = try files.folder.file(
            "empty.pcap",
            [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8) + [0, 0, 4, 0, 1, 0, 0, 0])
        let run = try CommandRun(
            ["replay", capture, "--watchlist", "watchlist.csv", "--store", "empty.db"], in: files.folder.url)
        #expect(run.status == 0, "\(run.errors)")
        let text = try page("empty.db").text
        #expect(text.contains("The store holds nothing"))
    }

    @Test("opens in a browser as what it says, whatever labels hold, and no script of theirs runs")
    func browser() throws {
        guard let browser = Browser() else { return }
        let attack = #"</title><script>document.title='owned'</script><img src=x onerror="document.title='owned'">"#
        let quoted = attack.replacing("\"", with: "\"\"")
        _ = try files.folder.file(
            "hostile.csv", "address,label\n203.0.113.10,\"\(quoted)\"\n203.0.113.70,\"\"\"\u{301} onload=x\"\n".utf8)
        let run = try CommandRun(
            ["replay", Repository.path("Samples/sample.pcap"), "--watchlist", "hostile.csv", "--store", "hostile.db"],
            in: files.folder.url)
        #expect(run.status == 0, "\(run.errors)")
        let page = try page("hostile.db", ["--geo", files.countries])
        let document = try browser.document(of: page.path)
        #expect(document.contains("<title>Hosts affected by threats from abroad</title>"))
        #expect(document.contains("hosts were affected by 2 threats"))
        #expect(!document.contains("<script") && !document.contains("<img") && !document.contains(" onload=\""))
        #expect(document.contains("&lt;script&gt;"))
    }

    @Test("looks different by day and by night")
    func colours() throws {
        guard let browser = Browser() else { return }
        let page = try page("census.db", ["--geo", files.countries]).path
        let light = try browser.picture(of: page, in: files.folder)
        let dark = try browser.picture(of: page, in: files.folder, isDark: true)
        #expect(light.starts(with: [0x89, 0x50, 0x4E, 0x47]) && light.count > 10_000)
        #expect(dark.starts(with: [0x89, 0x50, 0x4E, 0x47]) && dark != light)
    }
}
