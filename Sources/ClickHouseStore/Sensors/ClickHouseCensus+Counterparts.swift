import CensusModel

/// A source that is here already, by the claims to it that count.
struct ClaimedSource {
    /// The last of them.
    let last: ClaimRow
    /// What holds of them in the table.
    let condition: String
    /// Whether each claim goes on from another one, as those of inputs and of what came by shipment do.
    let isByChain: Bool

    /// A source that came by shipment, and has no claim that lost.
    init(last: ClaimRow, condition: String) {
        (self.last, self.condition, isByChain) = (last, condition, true)
    }

    /// - Parameter rows: all claims to the source, those that lost included.
    init(_ chain: ClaimChain, _ rows: [ClaimRow], beginning: [UInt8]) {
        last = chain.last
        let losers = Set(rows.map(\.id)).subtracting(chain.claims.map(\.id))
        condition = SQL.all(
            ["beginning = \(SQL.bytes(beginning))", "source = \(chain.source)"]
                + (losers.isEmpty ? [] : ["hex(id) NOT IN (\(SQL.list(losers)))"]))
        isByChain = !beginning.isEmpty || !rows.contains { $0.shipped == nil }
    }
}

extension ClickHouseCensus {
    /// What is here of a source that is shipped, known by its drawn identity or by how it begins.
    /// - Parameter claim: where that one is among the claims that count, its source is meant.
    func counterpart(of source: ShippedSource, beside claim: UInt128? = nil) throws -> ClaimedSource? {
        try counterparts(of: [(source, claim)])[0]
    }

    /// The same of several sources, each with a claim that is meant where it counts.
    func counterparts(of sources: [(source: ShippedSource, claim: UInt128?)]) throws -> [ClaimedSource?] {
        let groups = try groups(sources.compactMap(\.source.head?.beginning))
        return try sources.map { try counterpart(of: $0.source, beside: $0.claim, in: groups) }
    }

    private func counterpart(
        of source: ShippedSource, beside claim: UInt128?, in groups: [[UInt8]: InputGroup]
    ) throws -> ClaimedSource? {
        switch source.key {
        case .drawn(let identity):
            let number = SessionClaims.source(ofIdentity: identity)
            if let there = try shippedSession(number) { return there }
            let claims = try rows(
                "SELECT \(ClaimRow.columns) FROM \(tables.claim) WHERE beginning = '' AND source = \(number)",
                "look for a source", ClaimRow.init)
            return ClaimChain(claims).map { ClaimedSource($0, claims, beginning: []) }
        case .input(let head, let position, let tail):
            guard let group = groups[head.beginning] else { return nil }
            let own = CountedInput(source: 0, name: source.name, head: head, position: position, tail: tail, packets: 0)
            let chain =
                try group.chains.first { $0.last.id == claim }
                ?? group.chain(like: own) {
                    try countedInputs($0, head.beginning)
                }
            return chain.map { ClaimedSource($0, group.rows(of: $0.source), beginning: head.beginning) }
        }
    }

    /// A session all of whose claims came by shipment and count. It may have a claim for every ten seconds of a year, of which only the
    /// last one is read.
    private func shippedSession(_ source: Int64) throws -> ClaimedSource? {
        let own = "beginning = '' AND source = \(source)"
        let question = """
            SELECT \(ClaimRow.columns) FROM \(tables.claim) WHERE \(own) AND part IN (
                SELECT max(part) FROM \(tables.claim) WHERE \(own) HAVING \(Self.isOneChain)) LIMIT 1
            """
        return try rows(question, "look for a source", ClaimRow.init).first.map {
            ClaimedSource(last: $0, condition: own)
        }
    }

    /// How far a source was counted, and with which lists.
    func extent(of there: ClaimedSource) throws -> SourceExtent {
        if let extent = there.last.extent { return extent }
        let question = """
            SELECT toUInt8(1), lists, \(Self.sensorOfSource), min(number) AS first FROM \(tables.claim)
            WHERE \(there.condition) GROUP BY lists ORDER BY first
            """
        let parts = try rows(question, "look for a source") { reader in
            let part = (lists: try reader.text(), sensor: try reader.text())
            _ = try reader.number(UInt64.self)
            return part
        }
        var lists: [ListSet] = []
        for part in parts { lists += try ListSet.sets(claimText: part.lists).filter { !lists.contains($0) } }
        let used = Set(lists.flatMap(\.lists).map { [$0.name, $0.version] })
        let newest = try noted().filter { used.contains([$0.name, $0.version]) }.map(\.firstUsed).max() ?? ""
        return SourceExtent(
            position: there.last.number, lists: lists, newestList: newest,
            sensor: parts.last { !$0.sensor.isEmpty }?.sensor ?? "")
    }
}

extension ShippedSource {
    /// How a capture or log begins; `nil` of what is known by a drawn identity.
    fileprivate var head: SourceIdentity? {
        if case .input(let head, _, _) = key { head } else { nil }
    }
}
