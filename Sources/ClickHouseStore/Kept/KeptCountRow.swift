import CensusModel
import HourlyRollup
import NetworkTypes

/// A row of the table `kept_count`: a count that outlived its flows.
enum KeptCountRow {
    /// The columns of counters, in the order of ``counters(of:)``.
    static let counters = [
        "affected", "attempted", "answered", "exchanged", "intruded", "probed", "served", "hosts", "flows", "packets",
        "bytes",
    ]
    static let columns = Tables.keptCountColumns.map(\.name)
    /// What is read, behind the mark.
    static let readColumns = columns.filter { $0 != "batch" && $0 != "grouping" }

    private static func counters(of row: HourlyCount) -> [UInt64] {
        let (hosts, traffic) = (row.hosts, row.traffic)
        return [
            hosts.affected, hosts.attempted, hosts.answered, hosts.exchanged, hosts.intruded, hosts.probed,
            hosts.served, hosts.hosts, traffic.flows, traffic.packets, traffic.bytes,
        ]
    }

    /// - Returns: false of a row of no hour or class, which is not kept.
    static func add(_ row: HourlyCount, by grouping: Grouping, batch: UInt128, to writer: inout RowWriter) -> Bool {
        guard let hour = row.period, let threatClass = row.threatClass else { return false }
        writer.add(fixed: batch)
        writer.add(hour.startSeconds)
        writer.add(grouping.rawValue)
        writer.add(row.origin?.version ?? 0)
        writer.add(fixed: row.origin?.number ?? 0)
        // Countries of origins come from a file each time.
        writer.add(row.origin == nil ? row.country?.description ?? "" : "")
        writer.add(threatClass.rawValue)
        writer.add(length: row.labels.count)
        for label in row.labels { writer.add(label) }
        writer.add(row.matchesPort ? 1 : 0 as UInt8)
        for counter in counters(of: row) { writer.add(counter) }
        writer.add(row.traffic.firstSeen?.nanoseconds ?? .max)
        writer.add(row.traffic.lastSeen?.nanoseconds ?? .min)
        writer.add((row.coverage ?? -1).bitPattern)
        return true
    }

    static func read(_ reader: inout RowReader, by grouping: Grouping) throws -> HourlyCount {
        let hour = try FlowRow.hour(reader.number())
        let (version, number) = (try reader.number(UInt8.self), try reader.fixed())
        let origin = version == 0 ? nil : try FlowRow.address(version, number)
        guard (origin != nil) == (grouping == .originAndHour) else {
            throw RowReader.Fault.impossible("a kept count of no known origin")
        }
        let country = try reader.text()
        guard let threatClass = ThreatClass(rawValue: try reader.number()) else {
            throw RowReader.Fault.impossible("a kept count of no known class")
        }
        let labels = try reader.array { try $0.text() }
        let matchesPort = try reader.number(UInt8.self) != 0
        let numbers = try counters.map { _ in try reader.number(UInt64.self) }
        let (first, last) = (try reader.number(Int64.self), try reader.number(Int64.self))
        let coverage = Double(bitPattern: try reader.number())
        return HourlyCount(
            period: hour, origin: origin, country: CountryCode(country), threatClass: threatClass, labels: labels,
            matchesPort: matchesPort,
            hosts: GradeCounts(
                affected: numbers[0], attempted: numbers[1], answered: numbers[2], exchanged: numbers[3],
                intruded: numbers[4], probed: numbers[5], served: numbers[6], hosts: numbers[7]),
            traffic: TrafficTotals(
                flows: numbers[8], packets: numbers[9], bytes: numbers[10],
                firstSeen: first == .max ? nil : Timestamp(nanoseconds: first),
                lastSeen: last == .min ? nil : Timestamp(nanoseconds: last)),
            coverage: coverage < 0 ? nil : coverage)
    }
}
