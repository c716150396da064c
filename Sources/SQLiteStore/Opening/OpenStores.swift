import Synchronization

/// The files that this process has open as stores.
///
/// POSIX takes all locks of a process on a file away once the process closes any descriptor of it. SQLite sees to its own
/// descriptors (sqlite.org/howtocorrupt.html section 2.2), so a file that it has open must not be looked at beside it: without the
/// lock another process that ends would take itself for the last one, and remove the log that is still read here.
enum OpenStores {
    private static let counts = Mutex<[StorePlace: Int]>([:])

    /// Whether a store of this process has the file open.
    static func has(_ place: StorePlace) -> Bool { counts.withLock { $0[place] != nil } }

    /// That one store has a file open, for as long as the value lives.
    final class Hold: Sendable {
        private let place: StorePlace

        init(_ place: StorePlace) {
            self.place = place
            counts.withLock { $0[place, default: 0] += 1 }
        }

        deinit {
            counts.withLock { counts in
                let rest = counts[place, default: 1] - 1
                counts[place] = rest > 0 ? rest : nil
            }
        }
    }
}
