import NetworkTypes

/// A routing header of IPv6 (RFC 8200 section 4.4): next header (1 byte), length in units of 8 bytes beyond the first 8 (1),
/// type (1), segments left (1), and what the type adds.
///
/// Type 0 (RFC 2460 section 4.4) and 2 (RFC 6275 section 6.4) have four bytes and then addresses in the order of travel;
/// segment routing (RFC 8754 section 2), type 4, has four bytes, addresses in reverse order, and more behind the last.
/// The source routes of RPL (RFC 6554 section 3), type 3, leave out the first bytes of addresses, which are those of the
/// destination's: how many of all but the last (4 bits), of the last (4), padding behind the last (4 and 20 reserved).
enum RoutingHeader {
    private static let addressLength = 16
    private static let (lowPower, segmentRouting): (UInt8, UInt8) = (3, 4)

    /// The addresses that the packet is to visit after its destination.
    ///
    /// - Parameter header: of the packet, up to the routing header.
    static func hops(_ frame: Span<UInt8>, _ header: NetworkHeader) -> [IPAddress] {
        let window = header.payload
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
        case lowPower: return shortenedHops(frame, window, room: room, left: left, to: header.destination)
        default: return []
        }
        let end = start + window.present
        return places.map { start + 8 + $0 * addressLength }.filter { $0 + addressLength <= end }.map {
            .v6(IPv6Address(rawValue: frame.number128($0)))
        }
    }

    /// The last `left` addresses, each with the destination's first bytes in front of its own.
    private static func shortenedHops(
        _ frame: Span<UInt8>, _ window: Window, room: Int, left: Int, to destination: IPAddress
    ) -> [IPAddress] {
        guard case .v6(let destination) = destination else { return [] }
        let start = window.start
        let length = addressLength - Int(frame[start + 4] >> 4)
        let lastLength = addressLength - Int(frame[start + 4] & 0x0F)
        let stated = room - Int(frame[start + 5] >> 4)
        guard stated >= lastLength else { return [] }
        let count = (stated - lastLength) / length + 1
        return (max(0, count - left)..<count).compactMap { index in
            let place = start + 8 + index * length
            let size = index == count - 1 ? lastLength : length
            guard place + size <= window.end else { return nil }
            let own = (place..<place + size).reduce(UInt128(0)) { $0 << 8 | UInt128(frame[$1]) }
            let others = size == addressLength ? 0 : UInt128.max << UInt128(8 * size)
            return .v6(IPv6Address(rawValue: destination.rawValue & others | own))
        }
    }
}
