import NetworkTypes

/// The times of a record, by whichever of its fields says them.
struct RecordTimes {
    var first: Timestamp?
    var last: Timestamp?
    /// When the event was that the record tells of (`observationTime…`).
    var event: Timestamp?

    init(_ fields: borrowing RecordFields, _ context: RecordContext) {
        first = Self.absolute(
            fields, .startMilliseconds, .startNanoseconds, .startMicroseconds, .startSeconds)
        last = Self.absolute(fields, .endMilliseconds, .endNanoseconds, .endMicroseconds, .endSeconds)
        if first == nil { first = Self.relative(fields, .startUptime, .startDelta, context) }
        if last == nil { last = Self.relative(fields, .endUptime, .endDelta, context) }
        // Zeros are what an exporter writes that does not know; a beginning at 0 is named where the record is counted.
        if last == Self.unixEpoch {
            last = nil
            if first == Self.unixEpoch { first = nil }
        }
        addDuration(fields)
        event =
            fields[.eventMilliseconds].flatMap(ExportTime.milliseconds) ?? fields[.eventNTP].map(ExportTime.ntp)
            ?? fields[.eventSeconds].flatMap(ExportTime.seconds)
    }

    private static let unixEpoch = Timestamp(nanoseconds: 0)

    /// A time by the wall clock: milliseconds first, for nearly all that state times so state these.
    @inline(__always)
    private static func absolute(
        _ fields: borrowing RecordFields, _ milliseconds: ElementRole, _ nanoseconds: ElementRole,
        _ microseconds: ElementRole,
        _ seconds: ElementRole
    ) -> Timestamp? {
        if let value = fields[milliseconds] { return ExportTime.milliseconds(value) }
        if let value = fields[nanoseconds] ?? fields[microseconds] {
            return value == 0 ? unixEpoch : ExportTime.ntp(value)
        }
        return fields[seconds].flatMap(ExportTime.seconds)
    }

    /// A time by the exporter's uptime, or by how long it was before the export.
    @inline(__always)
    private static func relative(
        _ fields: borrowing RecordFields, _ uptime: ElementRole, _ delta: ElementRole, _ context: RecordContext
    ) -> Timestamp? {
        if let value = fields[uptime] { return absolute(UInt32(truncatingIfNeeded: value), fields, context) }
        guard let microseconds = fields[delta].flatMap(Int64.init(exactly:)) else { return nil }
        let (nanoseconds, overflow) = microseconds.multipliedReportingOverflow(by: 1_000)
        return overflow ? nil : context.exportTime.advanced(byNanoseconds: -nanoseconds)
    }

    /// NetFlow v9 states the uptime in its header; a switched time of 0 is one that is not known, and stays 0. IPFIX states
    /// when the system began, in the record or in options.
    private static func absolute(_ uptime: UInt32, _ fields: borrowing RecordFields, _ context: RecordContext)
        -> Timestamp?
    {
        switch context.dialect {
        case .netFlowV9:
            return uptime == 0 ? unixEpoch : ExportTime.uptime(uptime, now: context.uptime, at: context.exportTime)
        case .ipfix:
            guard let start = fields[.systemStart].flatMap(ExportTime.milliseconds) ?? context.systemStart else {
                return nil
            }
            let (sinceStart, _) = context.exportTime.milliseconds.subtractingReportingOverflow(start.milliseconds)
            let exportTime = start.advanced(
                byNanoseconds: sinceStart.multipliedReportingOverflow(by: ExportTime.nanosecondsPerMillisecond)
                    .partialValue)
            return ExportTime.uptime(uptime, now: UInt32(truncatingIfNeeded: sinceStart), at: exportTime)
        }
    }

    /// Of a record that states one end and how long it took, the other.
    private mutating func addDuration(_ fields: borrowing RecordFields) {
        guard (first == nil) != (last == nil) else { return }
        let microseconds =
            fields[.durationMicroseconds]
            ?? fields[.durationMilliseconds].map { $0.multipliedReportingOverflow(by: 1_000).partialValue }
        let limit: UInt64 = 1 << 53
        guard let microseconds, microseconds < limit else { return }
        let nanoseconds = Int64(microseconds) * 1_000
        if let first {
            last = first.advanced(byNanoseconds: nanoseconds)
        } else if let last {
            first = last.advanced(byNanoseconds: -nanoseconds)
        }
    }
}
