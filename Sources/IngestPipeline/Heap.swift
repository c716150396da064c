private import CHeap

/// How the process keeps memory that it has done with.
enum Heap {
    /// Has large arrays go back to the system when they go. Tallies come and go in threads that differ, and what one
    /// thread has freed the heap would keep for that thread.
    static func returnLargeArrays() {
        // Without this the limit rises to the size of whatever was freed last.
        _ = mallopt(M_MMAP_THRESHOLD, 128 * 1_024)
    }
}
