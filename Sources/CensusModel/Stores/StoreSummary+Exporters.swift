package import NetworkTypes

extension StoreSummary {
    /// What each exporter told over all hours, by their coverage.
    package static func exporters(_ coverage: [Hour: Coverage]) -> [ExporterSummary] {
        var (records, hours) = ([Exporter: RecordCoverage](), [Exporter: ClosedRange<Hour>]())
        for (hour, coverage) in coverage {
            for (exporter, part) in coverage.records {
                records[exporter, default: RecordCoverage()].merge(part)
                let known = hours[exporter] ?? hour...hour
                hours[exporter] = min(known.lowerBound, hour)...max(known.upperBound, hour)
            }
        }
        return records.keys.sorted().compactMap { exporter in
            guard let records = records[exporter], let hours = hours[exporter] else { return nil }
            return ExporterSummary(
                name: exporter.name, firstHour: hours.lowerBound, lastHour: hours.upperBound, records: records)
        }
    }
}
