import Digests
import Foundation

/// What a browser may do with an answer: load what this server has, run the scripts that lie on it, and nothing else.
enum ContentSecurity {
    private static let rest =
        "; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    static let policy = "default-src 'none'; style-src 'self'" + rest

    static let name = "Content-Security-Policy"

    /// For a page that has its styles in it: these are admitted by their digest, and no others.
    static func header(forStylesIn page: [UInt8]) -> (name: String, value: String) {
        let text = String(decoding: page, as: UTF8.self)
        guard let start = text.range(of: "<style>"), let end = text.range(of: "</style>") else { return (name, policy) }
        let style = SHA256.hash(data: Array(text[start.upperBound..<end.lowerBound].utf8))
        return (name, "default-src 'none'; style-src 'sha256-\(Data(style).base64EncodedString())'" + rest)
    }

    /// Headers of every answer.
    static let headers: [(name: String, value: String)] = [
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
}
