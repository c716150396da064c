private import CZlib

/// CRC-32 (RFC 1952 section 8) of bytes that come piece by piece.
struct Checksum {
    private(set) var value: UInt32 = 0

    mutating func add(_ bytes: ArraySlice<UInt8>) {
        let sum = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe crc32_z(UInt(value), bytes.baseAddress, bytes.count)
        }
        value = UInt32(truncatingIfNeeded: sum)
    }
}
