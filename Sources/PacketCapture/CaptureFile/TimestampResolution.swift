package import NetworkTypes

/// How a pcapng interface counts time: units per second, and seconds to add
/// (`if_tsresol` and `if_tsoffset`, draft-ietf-opsawg-pcapng section 4.2).
package struct TimestampResolution: Equatable, Sendable {
    /// Units in a second: a power of ten or two; more than 64 bits hold when `UInt128` is needed for it.
    private let unitsPerSecond: UInt128
    private let offsetSeconds: Int64

    /// Microseconds, what holds when an interface says nothing.
    package static let microseconds = TimestampResolution(option: 6, offsetSeconds: 0)

    /// - Parameter option: the option's byte: an exponent of ten, or of two when the highest bit is set.
    package init(option: UInt8, offsetSeconds: Int64) {
        let exponent = Int(option & 0x7F)
        if option & 0x80 != 0 {
            unitsPerSecond = UInt128(1) << UInt128(exponent)
        } else {
            // 10^38 is the last power that 128 bits hold; at such units every 64-bit count is within the first second.
            unitsPerSecond = (0..<min(exponent, 38)).reduce(1) { power, _ in power * 10 }
        }
        self.offsetSeconds = offsetSeconds
    }

    /// The units in some seconds, which are not negative; `nil` when 64 bits do not hold them.
    func count(ofSeconds seconds: Int64) -> UInt64? {
        let (count, overflow) = UInt128(clamping: seconds).multipliedReportingOverflow(by: unitsPerSecond)
        return overflow ? nil : UInt64(exactly: count)
    }

    /// The count at a Unix second; `nil` when none stands for it.
    func count(at second: Int64) -> UInt64? {
        let (counted, overflow) = second.subtractingReportingOverflow(offsetSeconds)
        return overflow || counted < 0 ? nil : count(ofSeconds: counted)
    }

    /// The instant of `count` units; `nil` for one that cannot be: before 1970, when nothing was captured, or beyond what
    /// `Timestamp` holds.
    package func timestamp(_ count: UInt64) -> Timestamp? {
        let (seconds, units) = UInt128(count).quotientAndRemainder(dividingBy: unitsPerSecond)
        let fraction =
            unitsPerSecond > 1 << 96
            ? units / (unitsPerSecond / 1_000_000_000) : units * 1_000_000_000 / unitsPerSecond
        let nanoseconds = (Int128(seconds) + Int128(offsetSeconds)) * 1_000_000_000 + Int128(fraction)
        guard nanoseconds >= 0, let nanoseconds = Int64(exactly: nanoseconds) else { return nil }
        return Timestamp(nanoseconds: nanoseconds)
    }
}
