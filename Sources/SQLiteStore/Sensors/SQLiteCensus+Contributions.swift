package import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes

extension SQLiteCensus: ContributionSource {
    package func forEachContribution(_ take: (ShippedContribution, [UsedList]) throws -> Void) throws {
        let sources = try read("read the sources") { database in
            let version = try Schema.version(of: database)
            guard version >= Schema.firstVersionWithSensors else {
                throw SQLiteCensusError.Problem.olderVersion(found: version, known: Schema.version)
            }
            return try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM source WHERE packets > 0 OR records > 0 OR commits > 0 OR kind = 'earlier' ORDER BY id
                    """)
        }
        for source in sources {
            let (contribution, lists) = try read("read a source") { try self.contribution(of: source, $0) }
            try take(contribution, lists)
        }
    }

    package func findingsInContributions() throws -> [String] {
        try read("check it") { try Soundness.contributionFindings($0) }
    }

    private func contribution(of id: Int64, _ database: Database) throws -> (ShippedContribution, [UsedList]) {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM source WHERE id = ?", arguments: [id]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a source that is gone")
        }
        let source = try SourceRow(row)
        let coverage = try Self.coverage(
            CoverageRow.select(where: " WHERE source = ?", ofVersion: Schema.version), [id], database)
        let contribution = ShippedContribution(
            source: try ShippedSource(row, source, sensor: source.sensor, database), part: 1,
            flows: SourceFlows(census: self, source: id), coverage: coverage, basis: try BasisTable.basis(database))
        return (contribution, try UnshippedPart.lists(of: id, database))
    }
}

extension SQLiteCensus: ContributionSink {
    package func takeOver(_ contribution: ShippedContribution, lists: [UsedList]) throws -> MergedSource.Result {
        let packed = try PackedTallies(contribution.flows)
        return try write("take over a source") { database in
            try Self.note(contribution.basis, lists, database)
            return try ShippedSourceRow(contribution, nil).takeOver(packed, database)
        }
    }
}

/// The flows of one source, read some hours at a time.
private struct SourceFlows: LoneFlowSource {
    let census: SQLiteCensus
    let source: Int64

    /// Bytes of pages after which no more hours are read: each time has memory of its own for what is unpacked.
    private static let bytesAtATime = 4 << 20

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try forEachFlow(filter, alone: { try body($0.record) }, body)
    }

    func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        let (hours, attributions) = try census.read("read a source") { database in
            let hours = try Int64.fetchAll(
                database, sql: "SELECT DISTINCT hour FROM run WHERE source = ? AND pruned = 0 ORDER BY hour",
                arguments: [source])
            return (hours, try AttributionTable.all(database))
        }
        var rest = hours[...]
        while !rest.isEmpty {
            let packed = try census.read("read a source") { try nextHours(&rest, $0) }
            try PackedHours(store: census.path, hours: packed, attributions: attributions).forEachFlow(
                filter, alone: alone, body)
        }
    }

    /// Takes the next hours as they stand in the store.
    private func nextHours(_ rest: inout ArraySlice<Int64>, _ database: Database) throws -> [PackedHour] {
        let flows = try RunFlows(FlowFilter(hours: HourRange()), database)
        var (hours, bytes) = ([PackedHour](), 0)
        while bytes < Self.bytesAtATime, let start = rest.popFirst() {
            let runs = try RunTable.runs(where: "source = ? AND hour = ? AND pruned = 0", [source, start], database)
            let hour = try flows.packed(Hour(startSeconds: start, of: "a run"), runs)
            bytes += hour.size
            hours.append(hour)
        }
        return hours
    }

    /// What was seen stands in the store alone.
    func coverage(in hours: HourRange) -> [Hour: Coverage] { [:] }
}
