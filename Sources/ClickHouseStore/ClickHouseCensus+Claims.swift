import CensusModel
import NetworkTypes

extension ClickHouseCensus {
    /// Which claims count now.
    /// - Parameter hours: of sessions only claims to these hours are looked at.
    func snapshot(of hours: HourRange = HourRange()) throws -> ClaimSnapshot {
        let operation = "look which commits count"
        // What came last is told by name, of whatever hours: a claim may decide about others of other hours.
        let now = try rows("SELECT toUInt8(1), toUInt32(now())", operation) { try $0.number(UInt32.self) }.first ?? 0
        let cutoff = now - min(now, ClaimSnapshot.settling)
        let recent = try rows(
            "SELECT toUInt8(1), id FROM \(tables.claim) WHERE toUInt32(noted) >= \(cutoff)", operation
        ) { try $0.fixed() }
        let known = recent.isEmpty ? [] : Array(Set(recent)).sorted()
        let moment = ClaimSnapshot(losers: [], cutoff: cutoff, recent: known)
        var losers = try lostAttempts(moment, hours, operation)
        losers.formUnion(try lostInputs(moment, operation))
        return ClaimSnapshot(losers: losers, cutoff: cutoff, recent: known)
    }

    /// Claims of inputs, and of what came by shipment, that do not count. Most have one chain of claims, and need no look.
    private func lostInputs(_ moment: ClaimSnapshot, _ operation: String) throws -> Set<UInt128> {
        // A session that came by shipment is a group of its own.
        let (chained, group) = (
            "(beginning != '' OR part > 0)", "beginning, if(beginning = '', source, toInt64(0))"
        )
        let contested = """
            SELECT \(group) FROM \(tables.claim) WHERE \(chained)
            GROUP BY \(group) HAVING uniqExact(source) > 1 OR uniqExact(id) > uniqExact(parent)
            """
        let claims = try rows(
            "SELECT \(ClaimRow.columns), beginning FROM \(tables.claim) WHERE \(chained) AND (\(group)) IN (\(contested))",
            operation
        ) { reader in (row: try ClaimRow(&reader), beginning: try reader.data()) }
        let recent = Set(moment.recent)
        var losers: Set<UInt128> = []
        let groups = Dictionary(grouping: claims) { ClaimGroup(of: $0.row, $0.beginning) }
        for (beginning, all) in groups.map({ ($0.key.beginning, $0.value) }) {
            // Of claims that came after the moment none may take the place of one that was there.
            let then = all.map(\.row).filter { $0.noted < moment.cutoff || recent.contains($0.id) }
            losers.formUnion(try InputGroup(then) { try countedInputs($0, beginning) }.losers)
        }
        return losers
    }

    /// Claims of sessions that were made again, since nobody knew whether they had arrived.
    private func lostAttempts(
        _ moment: ClaimSnapshot, _ hours: HourRange, _ operation: String
    ) throws -> Set<UInt128> {
        let here = SQL.all(["beginning = ''", "part = 0"] + moment.conditions(in: hours))
        let claims = try rows(
            """
            SELECT \(ClaimRow.columns) FROM \(tables.claim) WHERE \(here) AND (source, number) IN (
                SELECT source, number FROM \(tables.claim) WHERE \(here)
                GROUP BY source, number HAVING uniqExact(id) > 1)
            """, operation, ClaimRow.init)
        var last: [[UInt64]: ClaimRow] = [:]
        for row in claims {
            let key = [UInt64(bitPattern: row.source), row.number]
            if last[key].map({ ($0.attempt, $0.id) < (row.attempt, row.id) }) ?? true { last[key] = row }
        }
        return Set(claims.map(\.id)).subtracting(last.values.map(\.id))
    }
}

/// Which claims may be to one source: those to inputs that begin alike, or those to one session.
private struct ClaimGroup: Hashable {
    let beginning: [UInt8]
    private let session: Int64

    init(of row: ClaimRow, _ beginning: [UInt8]) {
        (self.beginning, session) = (beginning, beginning.isEmpty ? row.source : 0)
    }
}
