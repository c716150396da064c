import NetworkTypes

/// A message of RFC 5424 around the line of an event.
package struct SyslogMessage: Sendable {
    /// Section 6.2.1; 4 is "security/authorization", 16 to 23 are local.
    package static let standardFacility: UInt64 = 16
    package static let facilities: ClosedRange<Int> = 0...23

    private let bytes: [UInt8]

    /// What an older receiver must take at the least is 480, what all should take 2,048 (section 6.1); datagrams end at 65,507.
    package static let longestDatagram = 65_507

    /// - Parameters:
    ///   - host: the name of this machine; what no header may hold is left out.
    ///   - line: of UTF-8, without an end of line.
    package init(_ event: CensusEvent, line: [UInt8], facility: UInt64, host: String, process: Int32) {
        let priority = facility * 8 + event.severity.syslogSeverity
        let name = String(
            host.unicodeScalars.filter { $0.value > 0x20 && $0.value < 0x7F }.prefix(255).map(Character.init))
        let header =
            "<\(priority)>1 \(event.noted) \(name.isEmpty ? "-" : name) flowcensus \(process) \(event.kind.rawValue) -"
        // A byte-order mark says that UTF-8 follows (section 6.4).
        bytes = Array("\(header) ".utf8) + [0xEF, 0xBB, 0xBF] + line.filter { $0 >= 0x20 && $0 != 0x7F }
    }

    /// As a datagram has it (RFC 5426): cut where it would be too long for one, at the end of a character.
    package var datagram: [UInt8] {
        guard bytes.count > Self.longestDatagram else { return bytes }
        let end = bytes[..<Self.longestDatagram].lastIndex { $0 & 0xC0 != 0x80 } ?? 0
        return Array(bytes[..<end])
    }

    /// As a stream has it: behind its length (RFC 6587 section 3.4.1, RFC 5425 section 4.3).
    package var frame: [UInt8] { Array("\(bytes.count) ".utf8) + bytes }
}
