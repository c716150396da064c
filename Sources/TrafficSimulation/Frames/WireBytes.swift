/// Bytes in network order, appended field by field.
package struct WireBytes: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
    }

    package mutating func append8(_ value: UInt8) { bytes.append(value) }

    package mutating func append16(_ value: UInt16) {
        append8(UInt8(truncatingIfNeeded: value >> 8))
        append8(UInt8(truncatingIfNeeded: value))
    }

    package mutating func append32(_ value: UInt32) {
        append16(UInt16(truncatingIfNeeded: value >> 16))
        append16(UInt16(truncatingIfNeeded: value))
    }

    package mutating func append128(_ value: UInt128) {
        for part in 0..<4 { append32(UInt32(truncatingIfNeeded: value >> UInt128(96 - 32 * part))) }
    }

    package mutating func append(_ more: [UInt8]) { bytes += more }

    package mutating func set16(_ value: UInt16, at offset: Int) {
        bytes[offset] = UInt8(truncatingIfNeeded: value >> 8)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
    }

    /// The Internet checksum of `bytes` (RFC 1071).
    package static func checksum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            let low = index + 1 < bytes.count ? bytes[index + 1] : 0
            sum += UInt32(bytes[index]) << 8 | UInt32(low)
        }
        while sum > 0xFFFF { sum = sum >> 16 + sum & 0xFFFF }
        return ~UInt16(truncatingIfNeeded: sum)
    }
}
