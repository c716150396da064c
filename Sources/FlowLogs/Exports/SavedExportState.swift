/// The form in which templates and sampling are saved, so that a restart loses no records.
///
/// All numbers are in network byte order. The form begins with `signature`; entries follow, each with its length, in bytes
/// behind the length, as 32 bits, and then: the entry's kind (8 bits), the protocol (8 bits: 9 or 10), the exporter (8 bits: 4
/// or 6, and 4 or 16 bytes; 0 and none for a file's), the domain (32 bits), and
/// - of a template (kind 1) or an options template (kind 2) its record as it was received (RFC 3954 section 5.2 and 6.1, RFC 7011
///   section 3.4.1 and 3.4.2.2);
/// - of a sampler (kind 3) its number (64 bits) and its interval (32 bits);
/// - of what holds for all samplers (kind 4) the interval (32 bits);
/// - of the system's start (kind 5) nanoseconds since 1970 (64 bits, signed);
/// - of sequence numbers (kind 6), of every protocol: the last datagram's number, by how much the next one's is higher, its data
///   records (32 bits each), how the exporter counts and whether it states its start (8 bits each), that start (32 bits),
///   datagrams and records so far and the time of the last (64 bits each).
package enum SavedExportState {
    static let signature: [UInt8] = Array("FCEXPTS1".utf8)

    enum EntryKind: UInt8 {
        case template = 1
        case optionsTemplate = 2
        case sampler = 3
        case generalSampling = 4
        case systemStart = 5
        case sequence = 6
    }

    /// What is wrong with a saved state.
    package enum Problem: Error, Equatable {
        /// It does not begin with the signature.
        case notAState
        /// An entry, which begins at some byte, is cut or cannot be read.
        case damaged(offset: Int)
    }
}

extension SavedExportState.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAState: "is not a saved state of exporters"
        case .damaged(let offset): "the saved state of exporters is damaged at byte \(offset); what came before is used"
        }
    }
}
