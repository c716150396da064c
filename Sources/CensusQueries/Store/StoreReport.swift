import CensusModel
import Foundation
import NetworkTypes
import TextFormats

/// What is in a store, for people and for programs.
struct StoreReport {
    private let summary: StoreSummary
    private let now: Timestamp

    /// - Parameter now: for the age of lists.
    init(_ summary: StoreSummary, now: Timestamp) {
        (self.summary, self.now) = (summary, now)
    }

    var text: String {
        var lines = [
            "\(summary.path): \(summary.fileLength) bytes, \(summary.logLength) in the log beside it, version \(summary.version)"
        ]
        let hours = summary.firstHour.flatMap { first in summary.lastHour.map { "\(first) to \($0)" } }
        lines.append("  hours: \(hours ?? "none")")
        lines.append("  flows: \(summary.flows), of \(summary.origins) origins and \(summary.hosts) hosts")
        if let kept = summary.kept {
            lines.append(
                "  counts kept without flows: \(kept.hours) hours from \(kept.first) to \(kept.last), by origin,hour and by hour"
                    + (kept.hoursWithCountries > 0 ? ", of \(kept.hoursWithCountries) by country,hour" : "")
                    + (kept.laterRecords > 0
                        ? "; \(kept.laterRecords) records of flows counted later are in none of them" : ""))
        }
        lines += CoverageText.lines(summary.coverage, countsDrops: true).map { "  \($0)" }
        lines.append("  counted: \(summary.sources.count + summary.earlierCaptures.count)")
        lines += summary.sources.map { source in
            "    \(source.kind) \(source.name.printable)\(source.sensor.isEmpty ? "" : " of \(source.sensor.printable)"): \(Self.counts(source)), \(source.dropped) dropped, "
                + "begun \(source.begun), last committed \(source.committed), "
                + Self.words(source.lists)
        }
        if !summary.exporters.isEmpty { lines.append("  exporters: \(summary.exporters.count)") }
        lines += summary.exporters.flatMap(Self.lines)
        if !summary.sensors.isEmpty { lines.append("  sensors: \(summary.sensors.count)") }
        lines += summary.sensors.flatMap { text(of: $0) }
        lines += summary.earlierCaptures.map { "    capture \($0.printable), by an earlier version" }
        lines.append("  lists: \(summary.lists.count)")
        lines += summary.lists.map { list in
            "    \(list.name.printable): \(list.entries) entries, version \(list.version), first used \(list.firstUsed)"
                + (Confirmation(list, now: now)?.words ?? "")
        }
        if let basis = summary.basis {
            lines += basis.parts.filter { !$0.value.isEmpty }.map { "  counted with \($0.name) \($0.value)" }
        }
        lines += summary.writers.map { "  being written by \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func counts(_ source: StoreSummary.Source) -> String {
        guard source.records > 0 else { return "\(source.packets) packets" }
        return (source.packets > 0 ? "\(source.packets) packets, " : "") + "\(source.records) records"
    }

    /// What an exporter told, and by reason what is missing.
    private static func lines(_ exporter: StoreSummary.ExporterSummary) -> [String] {
        let hours = "\(exporter.firstHour) to \(exporter.lastHour)"
        return ["    \(exporter.name.printable): \(hours)"]
            + CoverageText.lines(exporter.records).map { "      \($0)" }
    }

    /// What a sensor saw, what it last said, and what is wrong with it.
    private func text(of sensor: SensorSummary) -> [String] {
        let hours = sensor.hours.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "no hours"
        let name = sensor.name.isEmpty ? "(none)" : sensor.name.printable
        var lines = ["    \(name): \(hours)"]
        lines += CoverageText.lines(sensor.coverage, countsDrops: true).map { "      \($0)" }
        lines += sensor.olderLists.map { "      counts by an older version of \($0.printable) than another sensor" }
        guard let state = sensor.state else { return lines }
        let offset = Double(state.clockOffset) / Double(Timestamp.nanosecondsPerSecond)
        let clock = String(format: "%.1f s %@ the clock here", abs(offset), offset < 0 ? "ahead of" : "behind")
        lines.append(
            "      shipped last \(state.received), its clock \(clock), \(state.record.version.printable)")
        if state.isSilent(at: now) {
            lines.append(
                "      vanished: nothing came for \(state.silence(at: now)) s, in place of \(state.record.interval) s")
        }
        return lines
    }

    /// With which lists something was counted: names, and the beginnings of their versions.
    private static func words(_ sets: [ListSet]) -> String {
        guard !sets.isEmpty else { return "lists not known" }
        return "lists "
            + sets.map { set in
                set.lists.map { list in
                    "\(list.name.printable) (\(list.version.prefix(8))\(list.options.isEmpty ? "" : ", " + list.options))"
                }.joined(separator: ", ")
            }.joined(separator: "; then ")
    }

    /// One object, its keys sorted.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(Contents(summary, now: now)), as: UTF8.self) + "\n"
    }

    /// The keys and values of the object.
    private struct Contents: Encodable {
        let path: String
        let bytes: UInt64
        let logBytes: UInt64
        let version: Int
        let firstHour: String?
        let lastHour: String?
        let flows: UInt64
        let origins: Int
        let hosts: Int
        /// Left out where no counts outlived their flows.
        let keptCounts: Kept?
        let packets: Packets
        let exporters: [Exporter]
        /// Left out where no source has one and none ships.
        let sensors: [Sensor]?
        let sources: [Source]
        let earlierCaptures: [String]
        let lists: [List]
        let writers: [String]
        let basis: [String: String]?

        init(_ summary: StoreSummary, now: Timestamp) {
            (path, bytes, logBytes) = (summary.path, summary.fileLength, summary.logLength)
            version = summary.version
            (firstHour, lastHour) = (summary.firstHour.map { "\($0)" }, summary.lastHour.map { "\($0)" })
            (flows, origins, hosts) = (summary.flows, summary.origins, summary.hosts)
            keptCounts = summary.kept.map(Kept.init)
            packets = Packets(summary.coverage)
            exporters = summary.exporters.map(Exporter.init)
            sensors = summary.sensors.isEmpty ? nil : summary.sensors.map { Sensor($0, now: now) }
            sources = summary.sources.map(Source.init)
            (earlierCaptures, writers) = (summary.earlierCaptures, summary.writers)
            lists = summary.lists.map { List($0, now: now) }
            basis = summary.basis.map { basis in
                ["internal": basis.internalNetworks, "tunnels": basis.tunnels, "tunnel_peers": basis.tunnelPeers]
            }
        }
    }

    private struct Kept: Encodable {
        let firstHour: String
        let lastHour: String
        let hours: Int
        let hoursWithCountries: Int
        let laterRecords: UInt64

        init(_ kept: StoreSummary.KeptSummary) {
            (firstHour, lastHour, hours) = ("\(kept.first)", "\(kept.last)", kept.hours)
            (hoursWithCountries, laterRecords) = (kept.hoursWithCountries, kept.laterRecords)
        }
    }

    private struct Packets: Encodable {
        let seen: UInt64
        let decoded: UInt64
        let matched: UInt64
        let undecoded: [String: UInt64]
        let notIp: [String: UInt64]
        let remarked: [String: UInt64]
        let dropped: [String: UInt64]

        init(_ coverage: Coverage) {
            (seen, decoded, matched) = (coverage.seen, coverage.decoded, coverage.matched)
            (undecoded, notIp) = (coverage.undecoded, coverage.notIP)
            (remarked, dropped) = (coverage.remarked, coverage.dropped)
        }
    }

    private struct Exporter: Encodable {
        let name: String
        let firstHour: String
        let lastHour: String
        let seen: UInt64
        let decoded: UInt64
        let matched: UInt64
        let undecoded: [String: UInt64]
        let notFlow: [String: UInt64]
        let remarked: [String: UInt64]
        let lost: [String: UInt64]

        init(_ exporter: StoreSummary.ExporterSummary) {
            let records = exporter.records
            (name, firstHour, lastHour) = (exporter.name, "\(exporter.firstHour)", "\(exporter.lastHour)")
            (seen, decoded, matched) = (records.seen, records.decoded, records.matched)
            (undecoded, notFlow) = (records.undecoded, records.notFlow)
            (remarked, lost) = (records.remarked, records.lost)
        }
    }

    private struct Sensor: Encodable {
        let name: String
        let firstHour: String?
        let lastHour: String?
        let packets: Packets
        let olderLists: [String]
        /// What follows is left out of a sensor that ships nothing here.
        let shippedAt: String?
        let shipments: UInt64?
        let clockBehindSeconds: Double?
        let software: String?
        let lists: [ListUse]?
        let vanished: Bool?

        init(_ sensor: SensorSummary, now: Timestamp) {
            (name, olderLists, packets) = (sensor.name, sensor.olderLists, Packets(sensor.coverage))
            (firstHour, lastHour) = (sensor.hours.map { "\($0.lowerBound)" }, sensor.hours.map { "\($0.upperBound)" })
            let state = sensor.state
            (shippedAt, shipments) = (state.map { "\($0.received)" }, state?.last.sequence)
            clockBehindSeconds = state.map { Double($0.clockOffset) / Double(Timestamp.nanosecondsPerSecond) }
            (software, vanished) = (state?.record.version, state?.isSilent(at: now))
            lists = state?.lists.map { ListUse(name: $0.record.name, version: $0.record.version) }
        }
    }

    private struct Source: Encodable {
        let kind: String
        let name: String
        let packets: UInt64
        let records: UInt64
        let dropped: UInt64
        let begunAt: String
        let committedAt: String
        let lists: [ListUse]
        /// Left out where there is none.
        let sensor: String?

        init(_ source: StoreSummary.Source) {
            lists = source.lists.flatMap(\.lists)
            sensor = source.sensor.isEmpty ? nil : source.sensor
            (kind, name, packets, dropped) = (source.kind, source.name, source.packets, source.dropped)
            records = source.records
            (begunAt, committedAt) = (source.begun, source.committed)
        }
    }

    private struct List: Encodable {
        let name: String
        let version: String
        let entries: Int
        let firstUsedAt: String
        /// Left out where the list is not the current one of a folder of feeds.
        let confirmed: String?
        let ageSeconds: Int64?
        let stale: Bool?

        init(_ list: StoreSummary.List, now: Timestamp) {
            (name, version, entries, firstUsedAt) = (list.name, list.version, list.entries, list.firstUsed)
            let confirmation = Confirmation(list, now: now)
            (confirmed, ageSeconds) = (confirmation.map { "\($0.time)" }, confirmation?.age)
            stale = confirmation?.isStale
        }
    }
}
