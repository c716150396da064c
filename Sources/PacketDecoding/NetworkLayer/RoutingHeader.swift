import NetworkTypes

/// A routing header of IPv6 (RFC 8200 section 4.4): next header (1 byte), length in units of 8 bytes beyond the first 8 (1),
/// type (1), segments left (1), and what the type adds.
///
/// Type 0 (RFC 2460 section 4.4) and 2 (RFC 6275 section 6.4) have four bytes and then addresses in the order of travel;
/// segment routing (RFC 8754 section 2), type 4, has four bytes, addresses in reverse order, and more behind the last.
enum RoutingHeader {
    private static let addressLength = 16
    private static let segmentRouting: UInt8 = 4

    /// The addresses that the packet is to visit after its destination.
    static func hops(_ frame: Span<UInt8>, _ window: Window) -> [IPAddress] {
        guard window.present >= 8 else { return [] }
        let start = window.start
        let room = min((Int(frame[start + 1]) + 1) * 8, window.stated) - 8
        let (type, left) = (frame[start + 2], Int(frame[start + 3]))
        let places: [Int]
        switch type {
        case 0, 2:
            let count = room / addressLength
            places = Array(max(0, count - left)..<max(0, count))
        case segmentRouting:
            let count = min(Int(frame[start + 4]) + 1, room / addressLength)
            places = (0..<max(0, min(left, count))).reversed()
        default: return []
        }
        let end = start + window.present
        return places.map { start + 8 + $0 * addressLength }.filter { $0 + addressLength <= end }.map {
            .v6(IPv6Address(rawValue: frame.number128($0)))
        }
    }
}
