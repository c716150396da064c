import Foundation
import TextFormats

/// A part of a mail (RFC 2045): fields about its content, and the content, lines ended by CR and LF.
package struct MailEntity: Sendable {
    /// Of fields, each with its end.
    let header: String
    package let body: [UInt8]

    package var bytes: [UInt8] { Array(header.utf8) + Array("\r\n".utf8) + body }

    /// Text for people, as it is where every mail server leaves it so.
    init(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let isPlain = lines.allSatisfy { line in
            line.utf8.count <= 78 && line.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        }
        header = Self.header([
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(isPlain ? "7bit" : "base64")",
        ])
        let ended = lines.joined(separator: "\r\n")
        body = isPlain ? Array(ended.utf8) : Self.base64(Array(ended.utf8))
    }

    /// A file.
    init(_ attachment: MailAttachment) {
        header = Self.header([
            "Content-Type: \(attachment.type)",
            "Content-Disposition: attachment; filename=\"\(attachment.name)\"",
            "Content-Transfer-Encoding: base64",
        ])
        body = Self.base64(attachment.bytes)
    }

    /// Several parts behind one another (RFC 2046 section 5.1.3).
    ///
    /// - Parameter boundary: a line that none of them has.
    init(_ parts: [MailEntity], boundary: String) {
        self.init(parts, type: "multipart/mixed", boundary: boundary)
    }

    /// An encrypted entity (RFC 3156 section 4).
    ///
    /// - Parameter message: in ASCII armour.
    package init(encrypted message: [UInt8], boundary: String) {
        let version = MailEntity(
            header: Self.header(["Content-Type: application/pgp-encrypted", "Content-Description: PGP/MIME version"]),
            body: Array("Version: 1\r\n".utf8))
        let content = MailEntity(
            header: Self.header([
                "Content-Type: application/octet-stream; name=\"encrypted.asc\"",
                "Content-Disposition: inline; filename=\"encrypted.asc\"",
            ]),
            body: Array(
                String(decoding: message, as: UTF8.self).replacing("\r\n", with: "\n").replacing(
                    "\n", with: "\r\n"
                ).utf8))
        self.init(
            [version, content], type: "multipart/encrypted; protocol=\"application/pgp-encrypted\"", boundary: boundary)
    }

    private init(header: String, body: [UInt8]) {
        (self.header, self.body) = (header, body)
    }

    private init(_ parts: [MailEntity], type: String, boundary: String) {
        header = Self.header(["Content-Type: \(type);", " boundary=\"\(boundary)\""])
        var body: [UInt8] = []
        for part in parts { body += Array("--\(boundary)\r\n".utf8) + part.bytes + Array("\r\n".utf8) }
        self.body = body + Array("--\(boundary)--\r\n".utf8)
    }

    private static func header(_ fields: [String]) -> String { fields.map { $0 + "\r\n" }.joined() }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let options: Data.Base64EncodingOptions = [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ]
        return Array(Data(bytes).base64EncodedData(options: options)) + Array("\r\n".utf8)
    }
}

/// A file that goes with a mail.
package struct MailAttachment: Sendable {
    /// Letters, digits, `.` and `-`.
    package let name: String
    package let type: String
    /// What it is, in a few words.
    package let words: String
    package let bytes: [UInt8]

    package init(name: String, type: String, words: String, bytes: [UInt8]) {
        (self.name, self.type, self.words, self.bytes) = (name, type, words, bytes)
    }
}
