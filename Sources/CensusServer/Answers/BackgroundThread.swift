import Foundation
import Glibc

/// Work that nobody waits for.
enum BackgroundThread {
    /// Two thirds of the processor time of others who want it as much.
    private static let niceness: Int32 = 2

    /// Runs `body` on a thread of its own, which has a lower priority than those that answer; so have the threads that it starts.
    static func start(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread {
            // Of the calling thread alone (setpriority(2), Linux).
            _ = setpriority(CInt(PRIO_PROCESS.rawValue), 0, niceness)
            body()
        }
    }
}
