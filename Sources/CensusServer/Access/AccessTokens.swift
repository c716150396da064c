import Digests
import Foundation
import HTTPClient
import Runtime
import TextFormats

/// The tokens that let somebody in. Only their digests are kept, and all of them are compared, each in full, so that neither
/// what is right about a guess nor whose token it resembles shows in the time that the answer takes.
struct AccessTokens: Sendable {
    private struct Entry {
        let digest: [UInt8]
        let identity: Identity
    }

    private let entries: [Entry]

    /// Fewer characters can be tried out.
    private static let minimumLength = 16

    /// One token, of an analyst.
    init(drawn token: String) {
        entries = [Entry(digest: SHA256.hash(data: token.utf8), identity: Identity(role: .analyst, name: "token"))]
    }

    /// Reads a file: one token a line, behind its role, and in front of a name; lines behind `#` are remarks.
    init(file path: String) throws {
        let text: String
        do {
            text = try SecretFile.read(path)
        } catch {
            throw CommandProblem("--tokens: \(error)")
        }
        var entries: [Entry] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            entries.append(try Self.entry(words) { CommandProblem("--tokens: \(path), line \(index + 1): \($0)") })
        }
        guard !entries.isEmpty else { throw CommandProblem("--tokens: \(path): holds no token") }
        self.entries = entries
    }

    private static func entry(_ words: [Substring], _ problem: (String) -> CommandProblem) throws -> Entry {
        guard words.count >= 2, let role = Role(rawValue: String(words[0])) else {
            throw problem("is not a role (viewer or analyst), a token and perhaps a name")
        }
        let name = words.count > 2 ? words[2...].joined(separator: " ").printable : role.rawValue
        let identity = Identity(role: role, name: name)
        if words[1].hasPrefix("sha256:") {
            guard let digest = bytes(words[1].dropFirst("sha256:".count)) else {
                throw problem("its digest is not 64 hexadecimal digits")
            }
            return Entry(digest: digest, identity: identity)
        }
        guard words[1].count >= minimumLength else {
            throw problem("its token has fewer than \(minimumLength) characters, and can be tried out")
        }
        return Entry(digest: SHA256.hash(data: words[1].utf8), identity: identity)
    }

    private static func bytes(_ digits: Substring) -> [UInt8]? {
        let values = digits.compactMap(\.hexDigitValue)
        guard values.count == digits.count, values.count == 2 * SHA256.byteCount else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    /// Whose token it is; `nil` where it is nobody's.
    func identity(of token: String) -> Identity? {
        let digest = SHA256.hash(data: token.utf8)
        var found: Identity?
        for entry in entries where Self.isEqual(entry.digest, digest) { found = found ?? entry.identity }
        return found
    }

    /// In a time that depends on the length alone.
    static func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Words that nobody guesses.
enum DrawnToken {
    /// 192 bits, in characters that stand in an address and in a cookie.
    static func draw() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<24).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }
}
