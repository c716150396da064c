import NetworkTypes
import Testing

@testable import CensusServer

@Suite("A page as it was made")
struct KeptPageTests {
    private static func page(_ text: String) -> KeptPage {
        let question = TextAnswer("text/html", key: "") { _, _ in }
        return KeptPage(question: question, version: "", tag: "", bytes: Array(text.utf8))
    }

    @Test("says from when it is, in front of what live updates say")
    func age() {
        let time = Timestamp(nanoseconds: 1_370_044_800 * Timestamp.nanosecondsPerSecond)
        let (notice, live) = ("<p class=\"notice\">", "<p id=\"live\"></p><p>end</p>")
        let text = String(decoding: Self.page("<h1>É</h1>\(live)").bytes(asOf: time), as: UTF8.self)
        #expect(text.hasPrefix("<h1>É</h1>\(notice)This page is as it was at 2013-06-01 00:00:00 UTC, and is"))
        #expect(text.hasSuffix("</p>\n\(live)"))
        // Where there is no such place, at its end.
        let end = String(decoding: Self.page("text").bytes(asOf: time), as: UTF8.self)
        #expect(end.hasPrefix("text\(notice)"))
    }
}
