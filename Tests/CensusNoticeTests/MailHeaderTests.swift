import Testing

@testable import CensusNotice

@Suite("A field of a mail's header")
struct MailHeaderTests {
    @Test("has no line of more than 76 characters with an encoded word (RFC 2047 section 2)")
    func encodedLines() {
        for count in 1...200 {
            let name = String(repeating: "ü", count: count)
            let fields = [
                MailHeader.text("Subject", name), MailHeader.address("From", name, "cert@cert.example"),
                MailHeader.text("Subject", String(repeating: "北京 ", count: count)),
            ]
            for line in fields.joined().split(separator: "\r\n") { #expect(line.utf8.count <= 76, "\(line)") }
        }
    }
}
