package import CensusExport
package import CensusModel
package import CensusNotice
package import HourlyRollup
package import NetworkTypes

/// Which rows of a census are wanted: the options of a command and the parameters of a request make the same query, and its
/// answer has the same bytes.
package struct RowQuery: Sendable {
    package enum Rows: Sendable, Equatable {
        /// - Parameter minimumGrade: from which grade on a host counts as affected, or by host is listed.
        case counts(by: Grouping, minimumGrade: Grade?)
        case flows
    }

    package let rows: Rows
    package let hours: HourRange
    package let format: ExportFormat
    package let selection: FlowSelection
    /// Whether an origin's answer stands for what a host sent.
    package let seesOneWay: Bool

    package init(
        _ rows: Rows, hours: HourRange = HourRange(), format: ExportFormat = .csv,
        selection: FlowSelection = FlowSelection(), seesOneWay: Bool = false
    ) {
        (self.rows, self.hours, self.format) = (rows, hours, format)
        (self.selection, self.seesOneWay) = (selection, seesOneWay)
    }

    /// Writes the rows.
    ///
    /// - Parameters:
    ///   - pseudonyms: names in place of hosts; `nil` where their addresses are written.
    ///   - memory: bytes that looking back may take; `nil` for what rules have.
    ///   - output: takes the text in pieces of some lines.
    package func write(
        _ source: any FlowSource, _ enrichments: Enrichments, pseudonyms: HostPseudonyms? = nil, memory: Int? = nil,
        to output: ([UInt8]) throws -> Void
    ) throws {
        let census = census(source, enrichments, pseudonyms: pseudonyms, memory: memory)
        switch rows {
        case .counts(let grouping, let minimumGrade):
            try census.export(by: grouping, minimumGrade: minimumGrade, to: output)
        case .flows:
            let facts = enrichments.facts
            let columns = JudgedFlow.columns(
                country: enrichments.countries == nil ? nil : facts.country,
                system: enrichments.systems == nil ? nil : facts.system)
            try census.flows(columns, to: output)
        }
    }

    /// The same questions to a store, answered as rows or as text.
    ///
    /// - Parameter days: where what came of each day is kept; `nil` where every question reads all.
    package func census(
        _ source: any FlowSource, _ enrichments: Enrichments, pseudonyms: HostPseudonyms? = nil, memory: Int? = nil,
        keeping days: DayMemory? = nil
    ) -> CensusQuery {
        var rules = enrichments.rules(seesOneWay: seesOneWay)
        if let memory { rules.memory = memory }
        return CensusQuery(
            source, hours: hours, format: format, rules: rules, selection: selection, facts: enrichments.facts,
            pseudonyms: pseudonyms, keeping: days)
    }
}
