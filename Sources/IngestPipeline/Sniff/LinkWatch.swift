import Logging
import NetworkTypes
import PacketCapture

/// Follows an interface that goes down, vanishes and comes back, and says so.
///
/// One that is down and up again goes on by itself. One that was made again is taken up by binding the socket to it, tried
/// at growing intervals.
struct LinkWatch {
    private let interface: NetworkInterface
    /// Whether it is to be said; of several workers one speaks.
    private let speaks: Bool
    private let logger: Logger
    private var condition = LiveCapture.Condition.up
    private var nextTry: Int64 = 0
    private var backoff = Self.firstBackoff

    private static let firstBackoff = Timestamp.nanosecondsPerSecond / 2
    private static let longestBackoff = 16 * Timestamp.nanosecondsPerSecond

    init(interface: NetworkInterface, speaks: Bool, logger: Logger) {
        self.interface = interface
        self.speaks = speaks
        self.logger = logger
    }

    /// Whether the socket is bound to an interface.
    private var isThere: Bool { condition == .up || condition == .down }

    /// Notes that reading failed: the interface is gone, or in a trouble that may pass.
    mutating func noteProblem(_ error: CaptureError, now: Int64) {
        guard isThere else { return }
        say(.warning, "\(error)")
        condition = .gone
        nextTry = now + backoff
    }

    /// Looks at the interface, and takes up a new one in its place.
    ///
    /// - Throws: when that is refused for good.
    mutating func look(at capture: inout LiveCapture, now: Int64) throws(CaptureError) {
        let found = capture.condition
        if isThere { note(found, now: now) }
        guard !isThere, now >= nextTry else { return }
        nextTry = now + backoff
        backoff = min(backoff * 2, Self.longestBackoff)
        switch found {
        case .gone: return
        case .up, .down: recover(found)
        case .replaced:
            try rebind(&capture)
        }
    }

    private mutating func note(_ found: LiveCapture.Condition, now: Int64) {
        guard found != condition else { return }
        switch found {
        case .up: say(.notice, "\(interface.name): is up again")
        case .down: say(.warning, "\(interface.name): is down; packets are counted again when it is up")
        case .gone, .replaced:
            say(.warning, "\(CaptureError(input: interface.name, problem: .live(.interfaceGone)))")
            nextTry = now
        }
        condition = found
    }

    private mutating func rebind(_ capture: inout LiveCapture) throws(CaptureError) {
        do {
            try capture.rebind()
        } catch {
            if case .live(.cannotRebindWorkers) = error.problem { throw error }
            say(.warning, "\(error)")
            return
        }
        backoff = Self.firstBackoff
        recover(capture.condition)
    }

    private mutating func recover(_ found: LiveCapture.Condition) {
        condition = found == .down ? .down : .up
        say(.notice, "\(interface.name): is there again\(found == .down ? ", but down" : "")")
    }

    private func say(_ level: Logger.Level, _ text: String) {
        if speaks { logger.log(level: level, "\(text)") }
    }
}
