extension [UInt8] {
    /// Copies bytes over those from an index on, for which there must be room.
    ///
    /// Unsafe, because assigning a slice copies byte by byte: both ranges are checked, and it is one move of memory.
    mutating func put(_ bytes: ArraySlice<UInt8>, at start: Int) {
        precondition(start >= 0 && start <= count - bytes.count)
        unsafe withUnsafeMutableBytes { buffer in
            unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...]).copyBytes(from: bytes)
        }
    }
}
