package import CensusExport
import CensusStore
package import HourlyRollup
package import NetworkTypes

/// The commands `export` and `flows`: a question to a store, and where its answer goes.
package struct QueryJob {
    private let query: CensusQuery
    private let output: TextOutput

    package init(store path: String, hours: HourRange, format: ExportFormat, output: String?) throws {
        query = CensusQuery(try CensusStore(path: path, access: .read), hours: hours, format: format)
        self.output = try TextOutput(path: output)
    }

    package func export(by grouping: Grouping, minimumGrade: Grade?) throws {
        try query.export(by: grouping, minimumGrade: minimumGrade) { try output.write($0) }
        try output.finish()
    }

    package func flows(origin: IPAddress?, host: IPAddress?) throws {
        try query.flows(origin: origin, host: host) { try output.write($0) }
        try output.finish()
    }
}
