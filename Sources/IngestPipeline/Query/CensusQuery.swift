package import CensusExport
package import HourlyRollup
package import NetworkTypes

/// Questions to a store, answered as text.
package struct CensusQuery {
    private let source: any FlowSource
    private let hours: HourRange
    private let format: ExportFormat

    package init(_ source: any FlowSource, hours: HourRange, format: ExportFormat) {
        self.source = source
        self.hours = hours
        self.format = format
    }

    /// Writes the hourly counts, or another grouping of them.
    ///
    /// - Parameter minimumGrade: from which grade on a host counts as affected (`attempted` where `nil`); with
    ///   `--by host`, from which grade on a host is listed (all where `nil`).
    package func export(by grouping: Grouping, minimumGrade: Grade?, to output: (String) throws -> Void) throws {
        if grouping == .host {
            var rollup = HostRollup()
            try source.forEachFlow(FlowFilter(hours: hours)) { rollup.add($0) }
            try write(rollup.finish(minimumGrade: minimumGrade ?? .probed), to: output)
        } else {
            var rollup = CensusRollup(
                by: grouping, minimumGrade: minimumGrade ?? .attempted, coverage: try source.coverage(in: hours),
                country: { _ in nil })
            try source.forEachFlow(FlowFilter(hours: hours)) { rollup.add($0) }
            try write(rollup.finish(), to: output)
        }
    }

    /// Writes the matched flows, one a line.
    package func flows(origin: IPAddress?, host: IPAddress?, to output: (String) throws -> Void) throws {
        let writer = TableWriter<FlowRecord>(format: format)
        try output(writer.header)
        try source.forEachFlow(FlowFilter(hours: hours, origin: origin, host: host)) { flow in
            try output(writer.line(flow))
        }
    }

    private func write<Row: ExportRow>(_ rows: [Row], to output: (String) throws -> Void) throws {
        let writer = TableWriter<Row>(format: format)
        try output(writer.header)
        for row in rows { try output(writer.line(row)) }
    }
}
