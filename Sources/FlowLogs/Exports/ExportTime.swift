import NetworkTypes

/// Times as export protocols state them.
///
/// `nil` for a time that `Timestamp` cannot hold.
enum ExportTime {
    static let nanosecondsPerMillisecond: Int64 = 1_000_000

    static func seconds(_ value: UInt64) -> Timestamp? { timestamp(value, nanoseconds: 1_000_000_000) }
    static func milliseconds(_ value: UInt64) -> Timestamp? { timestamp(value, nanoseconds: nanosecondsPerMillisecond) }

    /// Seconds since 1900 in the upper half, 2^-32 of a second in the lower (RFC 7011 section 6.1.9, RFC 5905 section 6).
    /// Seconds before 1970 are those of the era that begins in 2036.
    static func ntp(_ value: UInt64) -> Timestamp {
        let (secondsTo1970, era): (Int64, Int64) = (2_208_988_800, 1 << 32)
        let seconds = Int64(value >> 32)
        let unix = seconds >= secondsTo1970 ? seconds - secondsTo1970 : seconds + era - secondsTo1970
        let fraction = Int64(((value & 0xFFFF_FFFF) * 1_000_000_000) >> 32)
        return Timestamp(nanoseconds: unix * Timestamp.nanosecondsPerSecond + fraction)
    }

    /// The instant at which a device's uptime was `uptime`, which was `now` at some time. The difference is a signed number of
    /// 32 bits, in milliseconds, so that an uptime which began again at 0 in between does no harm.
    @inline(__always)
    static func uptime(_ uptime: UInt32, now: UInt32, at time: Timestamp) -> Timestamp {
        let difference = Int64(Int32(bitPattern: uptime &- now))
        return time.advanced(byNanoseconds: difference * nanosecondsPerMillisecond)
    }

    private static func timestamp(_ value: UInt64, nanoseconds: Int64) -> Timestamp? {
        guard let value = Int64(exactly: value) else { return nil }
        let (product, overflow) = value.multipliedReportingOverflow(by: nanoseconds)
        return overflow ? nil : Timestamp(nanoseconds: product)
    }
}

extension Timestamp {
    /// The time so much later, or the last or first that can be stored.
    @inline(__always)
    func advanced(byNanoseconds count: Int64) -> Timestamp {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(count)
        return Timestamp(nanoseconds: overflow ? (count < 0 ? .min : .max) : sum)
    }

    /// Milliseconds since 1970, rounded down.
    var milliseconds: Int64 { nanoseconds.floorQuotient(by: ExportTime.nanosecondsPerMillisecond) }
}
