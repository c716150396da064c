import CensusExport
import HourlyRollup
import Testing

@testable import CensusNotice

@Suite("The texts of a notice")
struct NoticeTextTests {
    private static let outsideTexts = [
        "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "a\r\nBcc: all@example.org", "<script>alert(1)</script>",
        "\u{202E}gnp.exe", "a\u{0}b\u{1B}[31m", "\t=1", "\u{2028}=1", "a,\"b\"",
    ]

    @Test("keep each line within 72 characters")
    func width() throws {
        let words = "Institute for the Long Names of Institutions that Nobody Can Remember, Department of the Same"
        let recipients = [Recipient(institution: words, email: "soc@cert.example", fingerprint: "ABCD")]
        for light in TrafficLight.allCases {
            let example = NoticeExample(
                labels: [words], recipients: recipients, trafficLight: light, clockAccuracy: words)
            let flows = try (1...40).map { try example.flow(origin: "192.0.2.\($0)", port: 0) }
            let text = CoveringText(example.notice(flows)).text
            for line in text.split(separator: "\n") where !line.contains("SHA-256") && !line.contains("abab") {
                #expect(line.count <= 72, "\(line)")
            }
            #expect(text.hasPrefix(light.label + "\n") && text.hasSuffix(light.label + "\n"))
        }
    }

    @Test("say who, to whom, what, when, how sure and what is asked for")
    func content() throws {
        let example = NoticeExample(
            recipients: [Recipient(institution: "US CERT", email: "soc@us.example", fingerprint: "ABCDEF")],
            clockAccuracy: "NTP, within 10 ms")
        let text = CoveringText(example.notice([try example.flow()])).text
        for words in [
            "CERT Example <cert@cert.example>", "US CERT <soc@us.example>", "OpenPGP:   ABCDEF", "192.0.2.1",
            "2013-05-31T23:00:00Z to 2013-05-31T23:00:03Z", "NTP, within 10 ms", "75.00 % of all packets", "feed.csv",
            "What we ask for", "evidence.csv", "stix-bundle.json", "1 distinct host in", "citadel;zeus",
        ] {
            #expect(text.contains(words), "\(words) is missing in \(text)")
        }
        let unstated = CoveringText(NoticeExample().notice([try example.flow()])).text
        #expect(unstated.contains("how exact they are is not stated"))
        #expect(unstated.contains("no contact is known for the United States (US)"))
    }

    @Test(
        "hold no control characters, turned writing or extra lines, whatever a label or a contact holds",
        arguments: outsideTexts)
    func hostile(words: String) throws {
        let recipients = [Recipient(institution: words, email: words, fingerprint: words)]
        let example = NoticeExample(
            labels: [words], reporterName: words, recipients: recipients,
            lists: [SourceList(name: words, version: "", entries: 1)],
            clockAccuracy: words)
        let flows = [try example.flow()]
        let notice = example.notice(flows)
        let texts = [
            CoveringText(notice).text, example.evidence(flows), notice.stixText, notice.mispText,
            String(decoding: notice.reports.flatMap(\.text), as: UTF8.self),
        ]
        for text in texts {
            let bad = text.unicodeScalars.filter {
                $0 != "\n"
                    && [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
            }
            #expect(bad.isEmpty, "\(text)")
        }
        #expect(!CoveringText(notice).text.contains("\nBcc"))
        #expect(example.evidence(flows).split(separator: "\n").count == 1)
    }

    @Test("begin no cell with what a spreadsheet takes for a formula", arguments: outsideTexts)
    func formulas(words: String) throws {
        let example = NoticeExample(labels: [words], lists: [SourceList(name: words, version: "", entries: 1)])
        let line = example.evidence([try example.flow()])
        for start in [",=", ",+", ",-", ",@", ",\"=", ",\"+", ",\"-", ",\"@"] {
            #expect(!line.contains(start), "\(line)")
        }
    }
}
