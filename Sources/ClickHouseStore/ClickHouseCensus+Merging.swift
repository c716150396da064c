package import CensusModel
import HourlyRollup
import NetworkTypes

extension ClickHouseCensus: ContributionSink {
    /// As many as keep all threads at work: flows are written on one while the server takes those of another, and what is asked once
    /// for all takes no time.
    package var sourcesAtOnce: Int { 32 * ConcurrentMap.threads }

    /// Puts the flows of all that is new into their table, then the claims of all as one block: for each of its own the server would
    /// make a part.
    package func takeOver(_ sources: [OfferedSource]) throws -> [MergedSource.Result] {
        var bases: [CountingBasis] = []
        for source in sources {
            if let basis = source.contribution.basis, !bases.contains(basis) { bases.append(basis) }
        }
        for basis in bases { try adopt(basis) }
        try note(sources.flatMap(\.lists))
        let (rooms, isErased) = (BlockRooms(), try hasErased())
        let offers = try zip(sources, counterparts(of: sources.map { ($0.contribution.source, nil) })).map(Offer.init)
        let claims = try ConcurrentMap.map(offers) { [self] offer in
            guard offer.there == nil else { return NewClaim?.none }
            let contribution = offer.source.contribution
            return try newClaim(
                contribution, Self.shipment(contribution, offer.source.lists), 0, from: nil, isErased: isErased,
                in: rooms)
        }
        try insert(claims.compactMap(\.self))
        let now = try counterparts(of: zip(sources, claims).map { ($0.contribution.source, $1?.row.id) })
        return try zip(sources, zip(claims, now)).map { source, claim in
            if let new = claim.0, claim.1?.last.id == new.row.id { return .added }
            // What is here already, or was brought by somebody else meanwhile, is looked at by itself.
            return try takeOver(source.contribution, lists: source.lists)
        }
    }

    /// A source that is offered, and what is here of it.
    private struct Offer {
        let source: OfferedSource
        let there: ClaimedSource?
    }

    private static func shipment(_ contribution: ShippedContribution, _ lists: [UsedList]) -> Shipment {
        let sensor = SensorRecord(
            identity: "merge \(SQL.digits(randomID()))", name: contribution.source.sensor, version: "", interval: 0)
        return Shipment(
            sensor: sensor, sequence: 1, identity: "", sent: Timestamp(nanoseconds: 0), lists: lists,
            contribution: contribution)
    }

    /// A source is one claim, with however many runs, so that it is here as a whole or not at all.
    package func takeOver(_ contribution: ShippedContribution, lists: [UsedList]) throws -> MergedSource.Result {
        let shipment = Self.shipment(contribution, lists)
        while true {
            let result = try result(of: contribution.source)
            // Where somebody else took over another count of the same at once, it is looked at again which one is to stay.
            if try add(contribution, shipment, attempt: 0) == .counts { return result }
        }
    }

    private func result(of source: ShippedSource) throws -> MergedSource.Result {
        guard let there = try counterpart(of: source) else { return .added }
        let name =
            try rows(
                "SELECT toUInt8(1), argMax(name, (generation, number)) FROM \(tables.claim) WHERE \(there.condition)",
                "look for a source"
            ) { try $0.text() }.first ?? ""
        guard there.isByChain else { return .there(name: name) }
        let preference = source.extent.preference(over: try extent(of: there))
        return preference == .none ? .there(name: name) : MergedSource.Result(preference, over: name)
    }
}

extension ClickHouseCensus: ContributionSource {
    package func forEachContribution(_ take: (ShippedContribution, [UsedList]) throws -> Void) throws {
        let (snapshot, basis) = (try snapshot(), try basis())
        let lists = try lists()
        for source in try countedSources(snapshot) where source.packets > 0 || source.records > 0 {
            let claims = SQL.all(["source = \(source.source)"] + snapshot.conditions(in: HourRange()))
            let used = Set(source.lists.flatMap(\.lists).map { [$0.name, $0.version] })
            let own = lists.filter { used.contains([$0.record.name, $0.record.version]) }
            var coverage: [Hour: Coverage] = [:]
            try forEachCounter(claims, "1") { coverage[$1, default: Coverage()].add($2) }
            let contribution = ShippedContribution(
                source: try shippedSource(source, claims, newestList: own.map(\.firstUsedAt).max() ?? ""), part: 1,
                flows: ClaimedFlows(census: self, runs: isNamed(by: claims), snapshot: snapshot), coverage: coverage,
                basis: basis)
            try take(contribution, own)
        }
    }

    /// - Parameter claims: what holds of the claims to it that count.
    private func shippedSource(_ source: SourcePart, _ claims: String, newestList: String) throws -> ShippedSource {
        let question = """
            SELECT toUInt8(1), identity, beginning, marks, has_trail, trail_records, trail_probes, number, tail,
                if(part = 0, '', newest_list)
            FROM \(tables.claim) WHERE \(claims) ORDER BY generation DESC, number DESC, part DESC LIMIT 1
            """
        let found = try rows(question, "read a source") { reader in
            let (identity, beginning) = (try reader.text(), try reader.data())
            let head = try SourceIdentity(&reader, beginning: beginning)
            let (number, tail, newest) = (try reader.number(UInt64.self), try reader.data(), try reader.text())
            // What the first version of the tables counted has an identity of its own here.
            let drawn = identity.isEmpty ? "\(path) \(source.source)" : identity
            let key =
                beginning.isEmpty ? .drawn(drawn) : ShippedSource.Key.input(head: head, position: number, tail: tail)
            return (key: key, number: number, newest: newest)
        }.first
        guard let found else { throw failure(.damaged(reason: "a source without a claim")) }
        let summary = source.summary
        return ShippedSource(
            sensor: summary.sensor, kind: SourceKind(rawValue: summary.kind) ?? .capture, name: summary.name,
            key: found.key,
            generation: 0, commits: found.number, packets: summary.packets, records: summary.records,
            dropped: summary.dropped, begun: summary.begun, committed: summary.committed, lists: summary.lists,
            newestList: found.newest.isEmpty ? newestList : found.newest)
    }
}

extension SourceIdentity {
    /// Reads the columns `marks` to `trail_probes`.
    init(_ reader: inout RowReader, beginning: [UInt8]) throws {
        let marks = try reader.array { try $0.number(UInt64.self) }
        let hasTrail = try reader.number(UInt8.self) != 0
        let trail = SourceTrail(
            records: try reader.array { try $0.number() }, probes: try reader.array { try $0.number() })
        self.init(beginning: beginning, marks: marks, trail: hasTrail ? trail : nil)
    }
}

/// The flows of some claims at one moment.
private struct ClaimedFlows: FlowSource {
    let census: ClickHouseCensus
    /// What holds of the runs of these claims.
    let runs: String
    let snapshot: ClaimSnapshot

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try CountedFlows(census, filter, snapshot, also: [runs]).forEachFlow(filter, body)
    }

    /// What was seen stands in the store alone.
    func coverage(in hours: HourRange) -> [Hour: Coverage] { [:] }
}
