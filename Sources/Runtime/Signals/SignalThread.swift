import Foundation
import Glibc

/// What a signal asks of a run.
package enum RunSignal: Sendable {
    case stop(reason: String)
    case reloadLists
    case printStatistics
}

/// Turns signals into events: INT and TERM stop, HUP reloads the lists, USR1 prints statistics.
///
/// A thread of its own waits for them. The second INT or TERM ends the process where it stands.
package enum SignalThread {
    private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGUSR1]

    /// Keeps the signals from every thread that is started from now on. To be called on the first one.
    package static func hold() {
        var set = signalSet
        _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Keeps those signals that end no run, HUP and USR1, from every thread until the thread that waits for them has started: a process
    /// that still loads what it needs goes on. To be called on the first thread, before ``hold()``.
    package static func holdRequests() {
        var set = signalSet(of: [SIGHUP, SIGUSR1])
        _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Starts the thread that waits for the signals held.
    /// - Parameter handle: is called with what each signal asks, on that thread.
    package static func start(_ handle: @escaping @Sendable (RunSignal) -> Void) {
        Thread.detachNewThread {
            var stops = 0
            while true {
                var number: CInt = 0
                var set = signalSet
                guard unsafe sigwait(&set, &number) == 0 else { continue }
                switch number {
                case SIGHUP: handle(.reloadLists)
                case SIGUSR1: handle(.printStatistics)
                default:
                    stops += 1
                    if stops > 1 { _exit(128 + number) }
                    handle(.stop(reason: number == SIGINT ? "interrupted" : "terminated"))
                }
            }
        }
    }

    private static var signalSet: sigset_t { signalSet(of: signals) }

    private static func signalSet(of signals: [CInt]) -> sigset_t {
        var set = sigset_t()
        _ = unsafe sigemptyset(&set)
        for signal in signals { _ = unsafe sigaddset(&set, signal) }
        return set
    }
}
