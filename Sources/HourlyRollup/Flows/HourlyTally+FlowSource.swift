package import CensusModel
package import NetworkTypes

extension HourlyTally: LoneFlowSource {
    package func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try forEachFlow(filter, alone: { try body($0.record) }, body)
    }

    package func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        var merge = FlowMerge()
        try forEachRecord { record, isAlone in
            guard filter.admits(record.key) else { return }
            guard isAlone else { return try merge.add(record, body) }
            if !merge.isEmpty { try merge.handOut(body) }
            guard record.reports.isEmpty else { return try body(record) }
            var flow = JudgedFlow(record, initiator: .fromOrigin, grade: .probed)
            try alone(&flow)
        }
        try merge.handOut(body)
    }

    package func coverage(in hours: HourRange) -> [Hour: Coverage] {
        coverage.filter { hours.contains($0.key) }
    }
}
