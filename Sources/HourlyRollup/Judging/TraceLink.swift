package import CensusModel
import Foundation
import Synchronization

/// Hands what the last three hours showed from whoever judged one of them to whoever judges the next one, on whatever thread.
///
/// Whoever waits comes behind whom it waits for in the order in which they were begun, so that none waits for itself.
package final class TraceLink: Sendable {
    private let traces = Mutex<HourTraces?>(nil)
    private let isReady = DispatchSemaphore(value: 0)

    package init() {}

    /// - Parameter traces: `nil` where judging ended early.
    func hand(_ traces: HourTraces?) {
        self.traces.withLock { $0 = traces }
        isReady.signal()
    }

    /// Waits for what is handed on, once.
    func take() throws -> HourTraces {
        isReady.wait()
        let taken = traces.withLock { traces in
            defer { traces = nil }
            return traces
        }
        guard let taken else { throw Abandoned() }
        return taken
    }

    /// Judging of the hour before ended early, for a reason that was thrown there.
    private struct Abandoned: Error {}
}

/// A source of flows whose hours before were judged from another one, and that hands on what its own hours showed.
package protocol LinkedFlowSource: FlowSource {
    /// The links from and to the others; `nil` where the source stands for itself.
    var links: (from: TraceLink?, to: TraceLink)? { get }
}
