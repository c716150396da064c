/// Why the headers of a frame lead to no IP packet: in which header, where it begins, and what is wrong with it.
package struct DecodingError: Error, Hashable, Sendable {
    /// The header that could not be read or leads nowhere.
    package let header: HeaderKind
    /// Where that header begins: bytes into the frame.
    package let offset: Int
    package let problem: Problem

    package enum Problem: Hashable, Sendable {
        /// The captured bytes end within the header.
        case cut(needed: Int, present: Int)
        /// A field holds what the protocol does not allow.
        case malformed(field: StaticField)
        /// The header is sound and names a protocol that is not decoded.
        case unsupported(number: UInt32)
        /// The header is sound and names a protocol that holds no IP.
        case notIP(NonIPKind)
    }

    package init(_ header: HeaderKind, at offset: Int, _ problem: Problem) {
        self.header = header
        self.offset = offset
        self.problem = problem
    }

    /// The reason without the place and the lengths, for counting.
    package var reason: UndecodedReason {
        switch problem {
        case .cut: UndecodedReason(header: header, cause: .cut)
        case .malformed(let field): UndecodedReason(header: header, cause: .malformed(field))
        case .unsupported(let number): UndecodedReason(header: header, cause: .unsupported(number))
        case .notIP(let kind): UndecodedReason(header: header, cause: .notIP(kind))
        }
    }
}

/// A header field that can be wrong. The raw value is its name in coverage.
package enum StaticField: String, Hashable, Sendable {
    case version
    case headerLength = "header_length"
    case totalLength = "total_length"
    case length
    case flags
    case code
    case magic
    case protected
    case fragment
    case depth
}
