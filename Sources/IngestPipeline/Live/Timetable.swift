import NetworkTypes

/// When a session has to do what it does from time to time: nanoseconds on a steady clock.
struct Timetable {
    private var tick: Rhythm
    private var checkpoint: Rhythm
    private var report: Rhythm?
    private let end: Int64?

    init(_ options: LiveCountOptions, begin: Int64, tick: Int64) {
        self.tick = Rhythm(every: tick, from: begin)
        checkpoint = Rhythm(every: Self.nanoseconds(options.checkpoint), from: begin)
        report = options.reportInterval.map { Rhythm(every: Self.nanoseconds($0), from: begin) }
        end = options.duration.map { begin + Self.nanoseconds($0) }
    }

    /// Takes over other intervals from now on.
    mutating func change(_ options: LiveCountOptions, now: Int64) {
        checkpoint = checkpoint.changed(to: Self.nanoseconds(options.checkpoint), now: now)
        let interval = options.reportInterval.map(Self.nanoseconds)
        report = interval.map { report?.changed(to: $0, now: now) ?? Rhythm(every: $0, from: now) }
    }

    private static func nanoseconds(_ seconds: Double) -> Int64 {
        Int64(min(seconds, 1e9) * Double(Timestamp.nanosecondsPerSecond))
    }

    /// When the next of it is due.
    var next: Int64 { min(tick.next, checkpoint.next, report?.next ?? .max, end ?? .max) }

    mutating func isTickDue(_ now: Int64) -> Bool { tick.isDue(now) }
    mutating func isCheckpointDue(_ now: Int64) -> Bool { checkpoint.isDue(now) }
    mutating func isReportDue(_ now: Int64) -> Bool { report?.isDue(now) ?? false }
    func isOver(_ now: Int64) -> Bool { end.map { now >= $0 } ?? false }
}

/// Something that is due at even intervals; one that was missed is made up for once.
struct Rhythm {
    private let interval: Int64
    private(set) var next: Int64

    init(every interval: Int64, from begin: Int64) {
        self.interval = max(1, interval)
        next = begin + self.interval
    }

    /// The same where the interval is, else another that begins now.
    func changed(to interval: Int64, now: Int64) -> Rhythm {
        self.interval == max(1, interval) ? self : Rhythm(every: interval, from: now)
    }

    mutating func isDue(_ now: Int64) -> Bool {
        guard now >= next else { return false }
        next += ((now - next) / interval + 1) * interval
        return true
    }
}
