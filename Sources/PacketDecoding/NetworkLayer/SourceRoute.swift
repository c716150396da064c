import NetworkTypes

/// The source route among the options of an IPv4 header (RFC 791 section 3.1, loose and strict): type (1 byte), length (1),
/// pointer to the next address, counted from 1 (1), addresses (4 each). The addresses before the pointer were visited.
enum SourceRoute {
    private static let (endOfOptions, noOperation, loose, strict): (UInt8, UInt8, UInt8, UInt8) = (0, 1, 131, 137)

    /// The addresses that the packet is to visit after its destination.
    static func hops(_ frame: Span<UInt8>, _ window: Window, _ headerLength: Int) -> [IPAddress] {
        let end = window.start + min(headerLength, window.present)
        var position = window.start + IPv4Header.minimumLength
        while position < end {
            let type = frame[position]
            if type == endOfOptions { return [] }
            guard type != noOperation else {
                position += 1
                continue
            }
            guard position + 2 < end else { return [] }
            let length = Int(frame[position + 1])
            guard length >= 3, position + length <= end else { return [] }
            if type == loose || type == strict {
                let pointer = Int(frame[position + 2])
                guard pointer >= 4 else { return [] }
                return stride(from: position + pointer - 1, through: position + length - 4, by: 4).map {
                    .v4(IPv4Address(rawValue: frame.number32($0)))
                }
            }
            position += length
        }
        return []
    }
}
