package import CensusModel
import FlowLogs
package import NetworkTypes
import PacketDecoding

/// What became of the records of one exporter in one hour.
package struct RecordAccount: Equatable, Sendable {
    /// Of records.
    package var counters = RecordCoverage()
    /// Of packets that were sampled.
    package var samples = PacketAccount()
    /// How many records state each sampling rate, the lowest `SamplingRemark.mostRates` of those that were met.
    private var rates: [UInt32: UInt64] = [:]
    /// How many state another one.
    private var otherRates: UInt64 = 0
    private var lastRate: UInt32 = 0
    private var lastRateCount: UInt64 = 0

    package init() {}

    /// Counts records by the rate that they state: one packet in so many.
    mutating func noteSampling(_ interval: UInt32, count: UInt64 = 1) {
        guard interval > 1 else { return }
        if interval != lastRate {
            keepLastRate()
            lastRate = interval
        }
        lastRateCount += count
    }

    private mutating func keepLastRate() {
        guard lastRateCount > 0 else { return }
        defer { lastRateCount = 0 }
        guard rates[lastRate] == nil, rates.count == SamplingRemark.mostRates, let highest = rates.keys.max() else {
            rates[lastRate, default: 0] += lastRateCount
            return
        }
        guard lastRate < highest, let count = rates.removeValue(forKey: highest) else {
            otherRates += lastRateCount
            return
        }
        rates[lastRate] = lastRateCount
        otherRates += count
    }

    /// In the form in which coverage is kept, the reasons by name.
    package var coverage: RecordCoverage {
        var all = self
        all.keepLastRate()
        var coverage = all.counters
        coverage.merge(RecordCoverage(samples))
        if all.otherRates > 0 { all.rates[0] = all.otherRates }
        for (interval, count) in all.rates { coverage.remarked[SamplingRemark.name(interval), default: 0] += count }
        return coverage
    }
}

extension RecordCoverage {
    /// Packets that were sampled, each as a record.
    fileprivate init(_ account: PacketAccount) {
        self.init()
        (seen, decoded, matched) = (account.seen, account.decoded, account.matched)
        for (reason, count) in account.undecoded {
            let kind = reason.nonIPKind == nil ? \Self.undecoded : \Self.notFlow
            self[keyPath: kind][reason.name, default: 0] += count
        }
        remarked = account.remarksByName
    }

    mutating func note(_ loss: LogLoss, count: UInt64) {
        switch loss {
        case .undecoded(let reason):
            seen = seen.addingClamped(count)
            undecoded[reason, default: 0] += count
        case .withoutTemplate:
            seen = seen.addingClamped(count)
            undecoded["without_template", default: 0] += count
        case .notFlow(let kind):
            seen = seen.addingClamped(count)
            notFlow[kind, default: 0] += count
        case .repeated:
            seen = seen.addingClamped(count)
            notFlow["repeated", default: 0] += count
        case .lostBySequence: lost["sequence", default: 0] += count
        case .lostInSocket: lost["socket", default: 0] += count
        case .remark(let remark): remarked[remark, default: 0] += count
        }
    }
}

/// The accounts of all hours and exporters, with the one at hand kept ready.
package struct RecordLedger: Sendable {
    private struct Key: Hashable {
        var hour: Hour
        var exporter: Exporter
    }

    private var closed: [Key: RecordAccount] = [:]
    private var key = Key(hour: Hour(index: 0), exporter: .packets)
    /// The account of the hour and exporter last entered.
    package var current = RecordAccount()
    /// The time that was entered last; `nil` before the first.
    package private(set) var last: Timestamp?
    /// Whether something without a time came before the first that had one, and before which nothing was known.
    package private(set) var lacksTimeBefore = false

    /// - Parameter last: the time that was entered last in what comes before; `nil` where nothing is known of that.
    package init(after last: Timestamp? = nil) {
        self.last = last
    }

    /// Bytes of memory, about: of accounts with a reason or two, and of the copy in which `coverage` hands them on.
    package var size: Int { closed.count * 1_536 }

    /// Makes an account current: a comparison while records of one hour and exporter follow one another.
    package mutating func enter(_ time: Timestamp, _ exporter: Exporter) {
        last = time
        makeCurrent(time, exporter)
    }

    /// Makes the account current of what states no time: it stands in the hour of what came before it, or of time 0.
    package mutating func enterWithoutTime(_ exporter: Exporter) {
        if last == nil { lacksTimeBefore = true }
        makeCurrent(last ?? Timestamp(nanoseconds: 0), exporter)
    }

    private mutating func makeCurrent(_ time: Timestamp, _ exporter: Exporter) {
        let next = Key(hour: Hour(containing: time), exporter: exporter)
        guard next != key else { return }
        closed[key] = current
        current = closed.removeValue(forKey: next) ?? RecordAccount()
        key = next
    }

    /// The coverage of every hour of which something is known.
    package var coverage: [Hour: Coverage] {
        var all = closed
        all[key] = current
        var coverage: [Hour: Coverage] = [:]
        for (key, account) in all {
            let records = account.coverage
            guard records != RecordCoverage() else { continue }
            coverage[key.hour, default: Coverage()].records[key.exporter, default: RecordCoverage()].merge(records)
        }
        return coverage
    }
}
