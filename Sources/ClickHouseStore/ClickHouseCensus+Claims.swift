import CensusModel
import NetworkTypes
import Synchronization

extension ClickHouseCensus {
    /// Which claims count now.
    func snapshot() throws -> ClaimSnapshot {
        let operation = "look which commits count"
        let question = "SELECT toUInt8(1), toUInt32(now()), count(), toUInt32(max(noted)) FROM \(tables.claim)"
        let there = try rows(question, operation) { reader in
            let now = try reader.number(UInt32.self)
            return (now: now, claims: [try reader.number(UInt64.self), UInt64(try reader.number(UInt32.self))])
        }.first
        guard let there else { throw failure(.damaged(reason: "a table that says not how many rows it has")) }
        // What came last is told by name: a claim may decide about others of other hours.
        let cutoff = there.now - min(there.now, ClaimSnapshot.settling)
        let recent = try rows(
            "SELECT toUInt8(1), id FROM \(tables.claim) WHERE toUInt32(noted) >= \(cutoff)", operation
        ) { try $0.fixed() }
        let known = Set(recent)
        // Claims are looked at once, until more come.
        if let last = lastMoment.withLock({ $0 }), last.claims == there.claims, known.isSubset(of: last.recent) {
            return ClaimSnapshot(losers: last.losers, cutoff: cutoff, recent: known.sorted())
        }
        let moment = ClaimSnapshot(losers: [], cutoff: cutoff, recent: known.sorted())
        var losers = try lostAttempts(moment, operation)
        losers.formUnion(try lostInputs(moment, operation))
        lastMoment.withLock { [losers] in $0 = ClaimMoment(claims: there.claims, recent: known, losers: losers) }
        return ClaimSnapshot(losers: losers, cutoff: cutoff, recent: known.sorted())
    }

    /// What is asked of rows of claims, of each once: a row that arrived twice counts once. There are such most seldom, and to look at
    /// every row for that takes longer than all else; so of all claims that is looked up behind the answer.
    /// - Parameters:
    ///   - hours: those of the claims; `nil` where these are of one source.
    ///   - question: is handed what stands behind the claims' conditions.
    func rowsOfClaims<Value>(
        in hours: HourRange?, _ operation: String, _ question: (String) -> String,
        _ value: (inout RowReader) throws -> Value
    ) throws -> [Value] {
        let once = "LIMIT 1 BY id"
        guard hours == HourRange() else { return try rows(question(once), operation, value) }
        let answer = try rows(question(""), operation, value)
        let repeated = """
            SELECT toUInt8(1), count() FROM (SELECT source, count() AS rows, uniqExact(cityHash64(id)) AS claims
            FROM \(tables.claim) GROUP BY source) WHERE rows != claims
            """
        guard try rows(repeated, operation, { try $0.number(UInt64.self) }) != [0] else { return answer }
        return try rows(question(once), operation, value)
    }

    /// What holds of the claims to a session that came by shipment where none of them has lost: each goes on from the one before, so
    /// that every part is there once. Whatever else it is, a look at the claims one by one decides.
    static let isOneChain = """
        min(generation) = max(generation) AND min(part) = 1 AND count() = max(part)
            AND sum(part) * 2 = max(part) * (max(part) + 1)
        """

    /// Claims of inputs, and of what came by shipment, that do not count. Most have one chain of claims, and need no look.
    private func lostInputs(_ moment: ClaimSnapshot, _ operation: String) throws -> Set<UInt128> {
        // A session that came by shipment is a group of its own.
        let (chained, group) = (
            "(beginning != '' OR part > 0)", "beginning, if(beginning = '', source, toInt64(0))"
        )
        let contested = """
            SELECT \(group) FROM \(tables.claim) WHERE beginning != ''
            GROUP BY \(group) HAVING uniqExact(source) > 1 OR uniqExact(id) > uniqExact(parent)
            UNION ALL SELECT '' AS beginning, source FROM \(tables.claim) WHERE beginning = '' AND part > 0
            GROUP BY source HAVING NOT (\(Self.isOneChain))
            """
        guard try hasRows(contested, operation) else { return [] }
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

    /// Whether a question has an answer. Of many claims, what is asked of all is narrow: their texts are read where there is need.
    private func hasRows(_ question: String, _ operation: String) throws -> Bool {
        try rows("SELECT toUInt8(1), count() FROM (\(question))", operation) { try $0.number(UInt64.self) } != [0]
    }

    /// Claims of sessions that were made again, since nobody knew whether they had arrived.
    private func lostAttempts(_ moment: ClaimSnapshot, _ operation: String) throws -> Set<UInt128> {
        let here = SQL.all(["beginning = ''", "part = 0"] + moment.conditions(in: HourRange()))
        let again = """
            SELECT source, number FROM \(tables.claim) WHERE \(here) GROUP BY source, number HAVING uniqExact(id) > 1
            """
        guard try hasRows(again, operation) else { return [] }
        let claims = try rows(
            "SELECT \(ClaimRow.columns) FROM \(tables.claim) WHERE \(here) AND (source, number) IN (\(again))",
            operation,
            ClaimRow.init)
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
