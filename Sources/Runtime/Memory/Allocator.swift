private import CMalloc

/// How the process keeps memory that it has done with.
package enum Allocator {
    /// Has large arrays go back to the system when they go. Tallies come and go in threads that differ, and what one
    /// thread has freed the heap would keep for that thread.
    ///
    /// - Parameter length: bytes from which on an array counts as large. Below it the heap keeps what was freed for the next, so that the
    ///   kernel does not have to clear pages again.
    package static func returnLargeArrays(from length: Int32 = 128 * 1_024) {
        // Without this the limit rises to the size of whatever was freed last.
        _ = mallopt(M_MMAP_THRESHOLD, length)
    }
}
