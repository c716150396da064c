/// An IPv4 address in the middle of a text, read straight from its bytes: lists hold a million of them.
enum DottedQuad {
    /// The address that begins at some byte, and where it ends; `nil` when there is none.
    ///
    /// An octet has one to three decimal digits: lists for old programs fill it up with zeros (`192.000.002.001`), and none
    /// of them means octal numbers.
    static func scan(_ bytes: Span<UInt8>, from start: Int) -> (address: UInt32, end: Int)? {
        var position = start
        var address: UInt32 = 0
        for place in 0..<4 {
            if place > 0 {
                guard position < bytes.count, bytes[position] == UInt8(ascii: ".") else { return nil }
                position += 1
            }
            let first = position
            var octet: UInt32 = 0
            while position < bytes.count, position - first < 3 {
                let digit = bytes[position] &- UInt8(ascii: "0")
                guard digit <= 9 else { break }
                octet = octet * 10 + UInt32(digit)
                position += 1
            }
            guard position > first, octet <= 255 else { return nil }
            address = address << 8 | octet
        }
        return (address, position)
    }
}
