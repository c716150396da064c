import CensusModel
import CoreMetrics
import HourlyRollup
import NetworkTypes
import PacketCapture
package import PrometheusMetrics
import Runtime

/// What a live count measures of itself. Without a registry of metrics the instruments do nothing.
///
/// It belongs to the session's thread, which looks every second; nothing of it costs a packet anything.
package struct LiveMetrics {
    private let packets = Counter(label: "flowcensus_packets_total")
    private let records = Counter(label: "flowcensus_records_total")
    private let bytes = Counter(label: "flowcensus_wire_bytes_total")
    private let matched = Counter(label: "flowcensus_matched_total")
    private let kernelDrops = Counter(label: "flowcensus_dropped_total", dimensions: [("by", "kernel")])
    private let interfaceDrops = Counter(label: "flowcensus_dropped_total", dimensions: [("by", "interface")])
    private let listAge = Meter(label: "flowcensus_list_age_seconds")
    private let listEntries = Meter(label: "flowcensus_list_entries")
    private let memory = Meter(label: "flowcensus_resident_memory_bytes")
    private let commits = Timer(label: "flowcensus_commit_seconds")
    private let failedCommits = Counter(label: "flowcensus_failed_commits_total")
    private let lastCommit = Meter(label: "flowcensus_last_commit_timestamp_seconds")
    private let countsRecords: Bool
    private var last = TrafficReading()

    /// What each of them is.
    package static let families = [
        MetricFamily("flowcensus_packets_total", .counter, "Packets that were captured."),
        MetricFamily("flowcensus_records_total", .counter, "Records that exporters sent."),
        MetricFamily("flowcensus_wire_bytes_total", .counter, "Bytes that the packets had on the wire."),
        MetricFamily(
            "flowcensus_matched_total", .counter, "Packets or records between an internal host and a listed origin."),
        MetricFamily("flowcensus_dropped_total", .counter, "Packets lost before they could be counted."),
        MetricFamily(
            "flowcensus_affected_hosts", .gauge, "Distinct hosts affected in the hour that is counted, by class."),
        MetricFamily("flowcensus_list_age_seconds", .gauge, "Time since the lists were loaded."),
        MetricFamily("flowcensus_list_entries", .gauge, "Entries of the lists in use."),
        MetricFamily("flowcensus_commit_seconds", .summary, "What commits to the store took."),
        MetricFamily("flowcensus_failed_commits_total", .counter, "Commits that failed and are tried again."),
        MetricFamily("flowcensus_last_commit_timestamp_seconds", .gauge, "When something was committed last."),
        MetricFamily("flowcensus_resident_memory_bytes", .gauge, "Memory that the process holds."),
    ]

    /// - Parameter countsRecords: whether what is counted are records of exporters, and not packets.
    init(countsRecords: Bool) {
        self.countsRecords = countsRecords
        for counter in [packets, records, matched, kernelDrops, interfaceDrops, failedCommits] {
            counter.increment(by: 0)
        }
    }

    /// Takes a look: counters go on by what is new.
    mutating func look(_ total: TrafficReading, listAge seconds: Double) {
        let new = { (now: UInt64, before: UInt64) in now >= before ? Int64(clamping: now - before) : 0 }
        (countsRecords ? records : packets).increment(by: new(total.packets, last.packets))
        bytes.increment(by: new(total.wireBytes, last.wireBytes))
        matched.increment(by: new(total.matched, last.matched))
        kernelDrops.increment(by: new(total.losses.kernel, last.losses.kernel))
        interfaceDrops.increment(by: new(total.losses.interface, last.losses.interface))
        last = total
        listAge.set(seconds)
        if let bytes = ResidentMemory.bytes { memory.set(Int64(clamping: bytes)) }
    }

    func noteList(entries: Int) {
        listEntries.set(entries)
    }

    /// - Parameter nanoseconds: what the commit took.
    func noteCommit(nanoseconds: Int64) {
        commits.recordNanoseconds(nanoseconds)
        lastCommit.set(SystemClock.now.nanoseconds / Timestamp.nanosecondsPerSecond)
    }

    func noteFailedCommit() {
        failedCommits.increment()
    }

    /// - Parameter rows: of the hour, one a class; a class without a row affects nobody.
    func noteAffected(_ rows: [HourlyCount]) {
        for threatClass in ThreatClass.allCases {
            let row = rows.first { $0.threatClass == threatClass }
            Meter(label: "flowcensus_affected_hosts", dimensions: [("class", threatClass.name)])
                .set(Int64(clamping: row?.hosts.affected ?? 0))
        }
    }
}
