import NetworkTypes
import PacketCapture

/// Knows when everything that came before a stop was read: when a later packet comes, when nothing has come for longer
/// than the kernel keeps packets back, or at last when a time is over.
struct Drain {
    private let stopTime: Timestamp
    private let deadline: Int64
    private var emptySince: Int64?
    private var isPastStop = false

    /// The kernel keeps an open part of the ring for `blockMilliseconds`; twice that and some is safe.
    private static let quiet = Int64(LiveCapture.blockMilliseconds) * 2_500_000
    private static let longest = 5 * Timestamp.nanosecondsPerSecond

    /// - Parameter now: nanoseconds on a steady clock, as in all that follows.
    init(stopTime: Timestamp, now: Int64) {
        self.stopTime = stopTime
        deadline = now + Self.longest
    }

    mutating func noteFrames(until latest: Timestamp?) {
        emptySince = nil
        if let latest, latest >= stopTime { isPastStop = true }
    }

    mutating func noteEmpty(at now: Int64) {
        emptySince = emptySince ?? now
    }

    func isOver(at now: Int64) -> Bool {
        isPastStop || now >= deadline || emptySince.map { now - $0 >= Self.quiet } ?? false
    }
}
