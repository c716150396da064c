private import CMalloc

/// How the process keeps memory that it has done with.
package enum Allocator {
    /// Has large arrays go back to the system when they go. Tallies come and go in threads that differ, and what one
    /// thread has freed the heap would keep for that thread.
    package static func returnLargeArrays() {
        // Without this the limit rises to the size of whatever was freed last.
        _ = mallopt(M_MMAP_THRESHOLD, 128 * 1_024)
    }
}
