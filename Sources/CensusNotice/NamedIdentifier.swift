import Digests
import NetworkTypes

/// A UUID of version 5 (RFC 9562 section 5.5): the same name in the same namespace gives the same one, always.
struct NamedIdentifier: Hashable, Sendable, CustomStringConvertible {
    private let bytes: [UInt8]

    /// What identifies the cyber-observable objects of STIX 2.1 (section 2.9).
    static let stixObservables = NamedIdentifier(
        bytes: [
            0x00, 0xAB, 0xED, 0xB4, 0xAA, 0x42, 0x46, 0x6C, 0x9C, 0x01, 0xFE, 0xD2, 0x33, 0x15, 0xA9, 0xB7,
        ])
    /// What identifies everything else in a notice: drawn at random once, and kept.
    static let notices = NamedIdentifier(
        bytes: [
            0x5D, 0x0A, 0xED, 0x5A, 0xB7, 0x20, 0x4F, 0xBB, 0xAA, 0xE9, 0x3F, 0xA9, 0x6C, 0x3E, 0x13, 0xB0,
        ])

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ name: some Sequence<UInt8>, in namespace: NamedIdentifier) {
        var hash = SHA1()
        hash.update(data: namespace.bytes)
        hash.update(data: Array(name))
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.bytes = bytes
    }

    /// The identifier of what some words name together; no other words give the same name.
    init(_ words: [String], in namespace: NamedIdentifier = .notices) {
        self.init(words.map { "\($0.utf8.count):\($0)" }.joined().utf8, in: namespace)
    }

    /// `xxxxxxxx-xxxx-5xxx-xxxx-xxxxxxxxxxxx`, in lower case.
    var description: String {
        var (rest, parts) = (bytes.hexadecimal[...], [Substring]())
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }
}
