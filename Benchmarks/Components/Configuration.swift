import Benchmark

extension Benchmark.Configuration {
    /// For work that takes nanoseconds: an iteration is a million operations, and times are those of one.
    static var million: Self { repeated(scalingFactor: .mega, seconds: 1, times: 100) }

    /// The same where every iteration makes something large first.
    static var preparedMillion: Self { repeated(scalingFactor: .mega, seconds: 3, times: 20) }

    /// For work that takes milliseconds: an iteration is one operation.
    static var whole: Self { repeated(scalingFactor: .one, seconds: 3, times: 20) }

    private static func repeated(scalingFactor: BenchmarkScalingFactor, seconds: Int, times: Int) -> Self {
        Self(
            metrics: [.wallClock], warmupIterations: 2, scalingFactor: scalingFactor, maxDuration: .seconds(seconds),
            maxIterations: times, thresholds: [.wallClock: .doubled])
    }
}

extension BenchmarkThresholds {
    /// Twice the time on record is a failure, less is within what neighbours on a shared machine cause.
    static var doubled: Self { Self(relative: [.p90: 100]) }
    /// For what is counted and not timed.
    static var tenth: Self { Self(relative: [.p90: 10]) }
}
