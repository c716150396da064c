package import NetworkTypes

extension HourlyTally: FlowSource {
    package func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        var merge = FlowMerge()
        try forEachRecordInOrder { record in
            if filter.admits(record.key) { try merge.add(record, body) }
        }
        try merge.handOut(body)
    }

    package func coverage(in hours: HourRange) -> [Hour: Coverage] {
        coverage.filter { hours.contains($0.key) }
    }
}
