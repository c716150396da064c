package import CensusModel
package import NetworkTypes

extension HourlyTally: FlowSource {
    package func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        var merge = FlowMerge()
        try forEachRecord { record, isAlone in
            guard filter.admits(record.key) else { return }
            if isAlone {
                try merge.handOut(body)
                try body(record)
            } else {
                try merge.add(record, body)
            }
        }
        try merge.handOut(body)
    }

    package func coverage(in hours: HourRange) -> [Hour: Coverage] {
        coverage.filter { hours.contains($0.key) }
    }
}
