import Glibc

extension [UInt8] {
    /// The first place of a byte in a range; `nil` where it is not there.
    ///
    /// Unsafe, because every byte of a text log passes through, and memchr(3) compares 16 of them at once and more.
    @inline(__always)
    func firstPlace(of byte: UInt8, in range: Range<Int>) -> Int? {
        precondition(range.upperBound <= count)
        return unsafe withUnsafeBytes { bytes in
            // The range lies within the array.
            guard let base = bytes.baseAddress, !range.isEmpty,
                let found = unsafe memchr(base + range.lowerBound, CInt(byte), range.count)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}
