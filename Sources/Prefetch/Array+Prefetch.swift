public import CPrefetch

extension Array {
    /// Asks for the cache lines of an element that is read soon, so that it is not waited for then: elements that lie far
    /// apart are prefetched together before the first of them is read.
    ///
    /// Unsafe because it takes an address; the index is checked, and nothing is read.
    @inlinable @inline(__always)
    public func prefetch(_ index: Int) {
        precondition(index >= 0 && index < count, "an element of the array")
        unsafe withUnsafeBufferPointer { elements in
            guard let first = elements.baseAddress else { return }
            let element = unsafe UnsafeRawPointer(first + index)
            let lineLength = 64
            for offset in stride(from: 0, to: MemoryLayout<Element>.size, by: lineLength) {
                unsafe prefetch_line(element + offset)
            }
            // Where it does not begin with a line, it may end on one more.
            if MemoryLayout<Element>.size > lineLength {
                unsafe prefetch_line(element + MemoryLayout<Element>.size - 1)
            }
        }
    }
}
