import Glibc
package import NetworkTypes

/// What time it is, in two ways.
package enum SystemClock {
    /// The wall clock, which can be set.
    package static var now: Timestamp { Timestamp(nanoseconds: nanoseconds(CLOCK_REALTIME)) }

    /// Nanoseconds on a clock that is never set, and counts on while the machine sleeps.
    package static var steady: Int64 { nanoseconds(CLOCK_BOOTTIME) }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * Timestamp.nanosecondsPerSecond + Int64(time.tv_nsec)
    }
}

/// Says what time it is by a clock that can be set.
package typealias WallClock = @Sendable () -> Timestamp

/// Notices when the wall clock is set, by comparing it with one that is not.
package struct ClockWatch {
    private var offset: Int64?

    package init() {}

    /// Less than this is the clock being disciplined, and nothing to tell.
    package static let threshold = Timestamp.nanosecondsPerSecond

    /// Nanoseconds by which the wall clock was set since the last call: forward above zero, back below; `nil` when it
    /// was not.
    package mutating func step(wall: Timestamp, steady: Int64) -> Int64? {
        let new = wall.nanoseconds - steady
        defer { offset = new }
        guard let offset, abs(new - offset) > Self.threshold else { return nil }
        return new - offset
    }
}
