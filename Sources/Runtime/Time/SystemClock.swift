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

/// Says what time it is by a clock that is never set: nanoseconds.
package typealias SteadyClock = @Sendable () -> Int64

/// The clocks of a run.
package struct Clocks: Sendable {
    package let wall: WallClock
    package let steady: SteadyClock

    package init(wall: @escaping WallClock, steady: @escaping SteadyClock) {
        (self.wall, self.steady) = (wall, steady)
    }

    /// Both clocks at one instant, as near as a few readings come: a thread may stand still between two.
    package var pair: (wall: Timestamp, steady: Int64) {
        var best = reading
        for _ in 1..<Self.mostReadings where best.width > Self.narrow {
            let next = reading
            if next.width < best.width { best = next }
        }
        return (best.wall, best.steady)
    }

    private var reading: (wall: Timestamp, steady: Int64, width: Int64) {
        let before = steady()
        let wall = wall()
        let after = steady()
        return (wall, after, after - before)
    }

    private static let mostReadings = 8
    /// Nanoseconds between two readings of the steady clock that are as good as one.
    private static let narrow: Int64 = 1_000_000

    package static let system = Clocks(wall: { SystemClock.now }, steady: { SystemClock.steady })
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
