import Foundation
import Glibc

/// How many files this process may have open at a time.
package enum OpenFileLimit {
    /// Raises the limit as far as that is allowed, and refuses to begin where it stays too low for a store, the inputs of
    /// every core and what the system's libraries open: some of these end the process where they can open nothing.
    package static func raise() throws {
        var limits = rlimit()
        guard unsafe getrlimit(resource, &limits) == 0 else { return }
        limits.rlim_cur = max(limits.rlim_cur, min(limits.rlim_max, most))
        _ = unsafe setrlimit(resource, &limits)
        guard limits.rlim_cur >= least else {
            throw CommandProblem(
                "this process may open \(limits.rlim_cur) files at a time, and needs \(least): raise the limit with "
                    + "'ulimit -n \(least)' and run the same command again")
        }
    }

    private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
    private static let most: rlim_t = 65_536
    /// Each core reads one input at a time, of which the guess behind a cut is a second.
    private static let least = rlim_t(48 + 4 * ProcessInfo.processInfo.activeProcessorCount)
}
