import Foundation

/// What proves to a server who asks. It has no description, so that no message can hold it.
package struct HTTPCredentials: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// How a secret is shown to a server.
    package enum Scheme: Equatable, Sendable {
        /// `Authorization: Bearer …` (RFC 6750).
        case bearer
        /// `Authorization: Basic …` (RFC 7617); the secret is `user:password`.
        case basic
        /// A header of its own, as `Auth-Key` of abuse.ch, or `Authorization` of MISP.
        case header(String)

        /// `bearer`, `basic`, or `header:NAME`; `nil` for anything else.
        package init?(_ text: String) {
            switch text {
            case "bearer": self = .bearer
            case "basic": self = .basic
            default:
                guard text.hasPrefix("header:"), HTTPHeader.isName(text.dropFirst(7)) else { return nil }
                self = .header(String(text.dropFirst(7)))
            }
        }
    }

    let header: HTTPHeader

    /// - Returns: `nil` for a secret that is empty, or that no header can hold; of `basic` one without a colon.
    package init?(_ scheme: Scheme, secret: String) {
        guard !secret.isEmpty, HTTPHeader.isValue(secret) else { return nil }
        switch scheme {
        case .bearer: header = HTTPHeader("Authorization", "Bearer \(secret)")
        case .basic:
            guard secret.contains(":") else { return nil }
            header = HTTPHeader("Authorization", "Basic \(Data(secret.utf8).base64EncodedString())")
        case .header(let name): header = HTTPHeader(name, secret)
        }
    }

    package var description: String { "credentials" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A header field of a request (RFC 9110 section 5).
package struct HTTPHeader: Equatable, Sendable {
    package let name: String
    package let value: String

    /// - Parameters:
    ///   - name: which `isName` takes.
    ///   - value: which `isValue` takes.
    package init(_ name: String, _ value: String) {
        precondition(Self.isName(name[...]) && Self.isValue(value), "a header has a name and a value")
        (self.name, self.value) = (name, value)
    }

    /// Whether it is a token (RFC 9110 section 5.6.2).
    static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Whether it holds no control character, which could begin a header of its own.
    package static func isValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// As it goes over the network. One without a value ends with a semicolon for libcurl, which would remove it otherwise.
    var line: String { value.isEmpty ? "\(name);" : "\(name): \(value)" }
}
