import CensusExport
import CensusModel
import CensusQueries
import CommandSupport
import NetworkTypes

extension TextAnswer {
    /// The rows of a query, as they come.
    init(_ query: RowQuery, _ context: AnswerContext, key: String) {
        self.init(query.format.mediaType, key: "\(key) \(query.hours)") { store, output in
            try query.write(store, context.enrichments, pseudonyms: context.pseudonyms, to: output)
        }
        hours = query.hours.lookingBack
        remarks = { try query.census($0, context.enrichments).keptRemarks(query.rows) }
    }

    /// Rows of some hours.
    init<Row: ExportRow & SendableMetatype>(
        _ options: QueryOptions, key: String,
        rows: @escaping @Sendable (any CensusStore, HourRange) throws -> [Row]
    ) {
        let hours = options.hours
        self.init(options.format, key: "\(key) \(hours)") { try rows($0, hours) }
    }

    /// Rows that are few.
    init<Row: ExportRow & SendableMetatype>(
        _ format: ExportFormat, key: String, rows: @escaping @Sendable (any CensusStore) throws -> [Row]
    ) {
        self.init(format.mediaType, key: key) { store, output in
            let writer = TableWriter<Row>(format: format)
            var text = Array(writer.header.utf8)
            for row in try rows(store) {
                writer.write(row, to: &text)
                if text.count >= 64 * 1_024 {
                    try output(text)
                    text.removeAll(keepingCapacity: true)
                }
            }
            try output(text)
        }
    }
}
