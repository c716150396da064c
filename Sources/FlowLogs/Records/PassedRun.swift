package import NetworkTypes

/// Records one behind another that concern nobody: of one exporter, within one hour each and all in the same one, with nothing odd
/// about their times.
package struct PassedRun: Equatable, Sendable {
    package var count: UInt64
    /// The time of the last packet of the last record.
    package var last: Timestamp
    /// The time that every one of them states beside its packets': their datagram's. `nil` where they come of no datagram.
    package var stated: Timestamp?
    /// As in `LogRecord`, of every one of them.
    package var samplingInterval: UInt32?

    package init(count: UInt64, last: Timestamp, stated: Timestamp? = nil, samplingInterval: UInt32? = nil) {
        (self.count, self.last, self.stated, self.samplingInterval) = (count, last, stated, samplingInterval)
    }
}

/// Gathers records that concern nobody into a run.
///
/// A record costs some comparisons of numbers. One that the run does not take ends it: the caller hands the run on, in front of
/// whatever follows, and begins another.
struct PassedRunBuilder {
    private var count: UInt64 = 0
    /// Nanoseconds since 1970, as of all times here.
    private var last: Int64 = 0
    private var hourStart: Int64 = 0
    var stated: Timestamp?
    var samplingInterval: UInt32?
    /// Records within an hour of the receiver's clock, and others, do not go on one another: of these that is to be said. Without a
    /// receiver all are near.
    private var (nearStart, nearLength) = (Int64.min, UInt64.max)
    private var isNear = true

    /// - Parameter receivedAt: when the records were received; `nil` where nobody knows.
    init(stated: Timestamp? = nil, samplingInterval: UInt32? = nil, receivedAt: Timestamp? = nil) {
        (self.stated, self.samplingInterval) = (stated, samplingInterval)
        guard let receivedAt else { return }
        let (start, isBeyond) = receivedAt.nanoseconds.subtractingReportingOverflow(Hour.nanoseconds)
        if !isBeyond { (nearStart, nearLength) = (start, 2 * UInt64(Hour.nanoseconds)) }
    }

    @inline(__always)
    private func isNear(_ last: Int64) -> Bool { UInt64(bitPattern: last &- nearStart) <= nearLength }

    /// Takes a record into a run that has begun; false where it lies in another hour, or its times are odd.
    @inline(__always)
    mutating func take(first: Int64, last: Int64) -> Bool {
        guard goesOn(from: first, to: last) else { return false }
        take(1, last: last)
        return true
    }

    /// Whether any record whose packets lie between two times, and which does not end before it begins, goes on the run.
    @inline(__always)
    func goesOn(from first: Int64, to last: Int64) -> Bool {
        count > 0 && first >= hourStart && first <= last
            && UInt64(bitPattern: last &- hourStart) < UInt64(bitPattern: Hour.nanoseconds)
            && isNear(last) == isNear
    }

    /// Takes so many records that go on the run.
    /// - Parameter last: of the last of them.
    @inline(__always)
    mutating func take(_ more: Int, last: Int64) {
        count += UInt64(more)
        self.last = last
    }

    /// Begins a run with a record; false where its times are odd, or at the ends of what can be stored.
    mutating func begin(first: Int64, last: Int64) -> Bool {
        guard first > .min + Hour.nanoseconds, first < .max - 2 * Hour.nanoseconds else { return false }
        isNear = isNear(last)
        (count, hourStart) = (1, first.floorQuotient(by: Hour.nanoseconds) * Hour.nanoseconds)
        guard take(first: first, last: last) else {
            count = 0
            return false
        }
        count = 1
        return true
    }

    /// Hands the run on, where there is one, and begins without.
    @inline(__always)
    mutating func finish(into sink: inout some LogSink, from origin: LogOrigin) {
        guard count > 0 else { return }
        sink.pass(
            PassedRun(
                count: count, last: Timestamp(nanoseconds: last), stated: stated, samplingInterval: samplingInterval),
            from: origin)
        count = 0
    }
}
