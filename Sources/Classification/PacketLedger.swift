package import NetworkTypes

/// The accounts of all hours, with that of the hour at hand kept ready.
package struct PacketLedger: Sendable {
    private var closed: [Hour: PacketAccount] = [:]
    private var hour = Hour(index: 0)
    private var hourStart: Int64 = 0
    /// The account of the hour last entered.
    package var current = PacketAccount()

    package init() {}

    /// The nanoseconds that belong to the current hour.
    package var currentRange: Range<Int64> {
        let (end, overflow) = hourStart.addingReportingOverflow(Hour.nanoseconds)
        return hourStart..<(overflow ? .max : end)
    }

    /// The Unix seconds that belong to the current hour.
    var currentSeconds: Range<Int64> {
        let start = Int64(hour.index) * 3_600
        return start..<start + 3_600
    }

    /// Makes the hour that holds `time` current: two comparisons while time stays in one hour.
    package mutating func enter(_ time: Timestamp) {
        let (sinceStart, overflow) = time.nanoseconds.subtractingReportingOverflow(hourStart)
        if !overflow, sinceStart >= 0, sinceStart < Hour.nanoseconds { return }
        change(to: Hour(containing: time))
    }

    private mutating func change(to next: Hour) {
        closed[hour] = current
        hour = next
        hourStart = Int64(next.index).multipliedReportingOverflow(by: Hour.nanoseconds).partialValue
        current = closed[next] ?? PacketAccount()
    }

    /// Every hour in which a packet was seen.
    package var accounts: [Hour: PacketAccount] {
        var all = closed
        all[hour] = current
        return all.filter { $0.value.seen > 0 }
    }
}
