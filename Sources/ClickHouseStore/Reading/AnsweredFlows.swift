import CensusModel
import HourlyRollup
import NetworkTypes

/// Makes flows of the rows of an answer.
struct AnsweredFlows {
    private let table: LabelTable
    private let filter: FlowFilter
    /// Whether the server was asked for more than the filter admits.
    private let isPartial: Bool
    private var merge = FlowMerge()
    /// The flow that is used again for each that is alone, and the number of its labels.
    private var lone = JudgedFlow.blank
    private var loneLabels: UInt32?

    init(_ table: LabelTable, _ filter: FlowFilter) {
        (self.table, self.filter) = (table, filter)
        isPartial =
            filter.origins != nil || filter.hosts != nil || filter.start != nil || filter.namedOrigins != nil
            || filter.namedHosts != nil
    }

    /// Takes a row that is the only one of its 5-tuple and hour.
    @inline(__always)
    mutating func add(
        alone rows: AnsweredBlock.Rows, _ row: Int, _ alone: (inout JudgedFlow) throws -> Void,
        _ body: (FlowRecord) throws -> Void
    ) throws {
        if !merge.isEmpty { try merge.handOut(body) }
        try read(rows, row)
        if !isPartial || filter.admits(lone.key) { try alone(&lone) }
    }

    /// Takes a row beside which others may be of the same flow.
    mutating func add(_ rows: AnsweredBlock.Rows, _ row: Int, _ body: (FlowRecord) throws -> Void) throws {
        try read(rows, row)
        if !isPartial || filter.admits(lone.key) { try merge.add(lone.record, body) }
    }

    @inline(__always)
    private mutating func read(_ rows: AnsweredBlock.Rows, _ row: Int) throws {
        try rows.read(row, into: &lone.record)
        let labels = rows.labels(row)
        guard labels != loneLabels else { return }
        (lone.record.labels, loneLabels) = (table[labels], labels)
    }

    mutating func finish(_ body: (FlowRecord) throws -> Void) throws { try merge.handOut(body) }
}
