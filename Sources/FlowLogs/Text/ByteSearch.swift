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

    /// Whether some bytes are in there, one behind another.
    ///
    /// The head of a log is looked through in some hundred thousand instructions, for which Swift's own search took ten million.
    func contains(bytes part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        var start = 0
        while start + part.count <= count, let place = firstPlace(of: first, in: start..<count - part.count + 1) {
            var length = 1
            while length < part.count, self[place + length] == part[length] { length += 1 }
            if length == part.count { return true }
            start = place + 1
        }
        return false
    }
}
