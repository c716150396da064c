package import CensusModel
import Foundation
import NetworkTypes

extension ClickHouseCensus {
    package var replacesInputs: Bool { true }

    /// No earlier version counted into this engine.
    package func earlierName(ofInput identity: String) throws -> String? { nil }

    package func inputs(beginning: [UInt8]) throws -> [CountedInput] {
        let group = try group(beginning)
        let inputs = try countedInputs(group.chains.map(\.last.id), beginning)
        let shares = try claimShares(beginning)
        return try group.chains.sorted { $0.last.number > $1.last.number }.compactMap { chain in
            guard let input = inputs[chain.last.id] else { return nil }
            var (packets, lists): (UInt64, [ListSet]) = (0, [])
            for claim in chain.claims {
                guard let share = shares[claim.id] else { continue }
                packets = packets.addingClamped(share.packets)
                for set in try ListSet.sets(claimText: share.lists) where !lists.contains(set) { lists.append(set) }
            }
            return CountedInput(
                source: input.source, name: input.name, head: input.head, position: input.position, tail: input.tail,
                packets: packets, lists: lists, kind: input.kind)
        }
    }

    /// Adds what a segment of an input showed: its flows first, then its claim. Whether the claim counts is read afterwards.
    package func commit(_ segment: SegmentTally, as claim: Claim) throws -> CommitOutcome {
        let beginning = segment.head.beginning
        guard let row = try row(of: segment, claim, in: group(beginning)) else { return .overtaken }
        var new = NewClaim(row: row, kind: segment.kind, name: segment.name, head: segment.head, tail: segment.tail)
        new.lists = try segment.lists?.claimText() ?? ""
        new.sensor = sensor
        try insert(&new, segment.tallies)
        let counts = try group(beginning).chain(of: row.source)?.claims.contains { $0.id == row.id } ?? false
        return counts ? .added(source: row.source) : .overtaken
    }

    /// The claim that a segment makes; `nil` where it does not hold any more.
    private func row(of segment: SegmentTally, _ claim: Claim, in group: InputGroup) throws -> ClaimRow? {
        let number = segment.range.upperBound
        switch claim {
        case .new(let others):
            guard others.isSuperset(of: group.chains.map(\.source)) else { return nil }
            return ClaimRow(id: Self.randomID(), source: Int64.random(in: 1...Int64.max), number: number)
        case .continues(let source):
            guard let last = group.chain(of: source)?.last, last.number == segment.range.lowerBound else { return nil }
            return ClaimRow(
                id: Self.randomID(), source: source, parent: last.id, generation: last.generation, number: number)
        case .replaces(let source, let position):
            guard let last = group.chain(of: source)?.last, last.number == position else { return nil }
            return ClaimRow(id: Self.randomID(), source: source, generation: last.generation + 1, number: number)
        }
    }

    /// Puts flows and the claim to them into their tables.
    func insert(_ claim: inout NewClaim, _ tallies: [any FlowTally]) throws {
        claim.runs = try InsertedRuns(tallies, time: Self.time) { columns, block in
            try server.insert(block, of: .columns, into: tables.flow, columns, Self.commitment)
        }
        claim.coverage = tallies.flatMap { tally in
            tally.coverage.map { (hour: $0.key, coverage: $0.value) }.sorted { $0.hour < $1.hour }
        }
        try insert(claim)
    }

    /// Puts a claim into its table, when its flows are there.
    func insert(_ claim: NewClaim) throws { try insert([claim]) }

    /// Puts claims into their table, as one block.
    func insert(_ claims: [NewClaim]) throws {
        guard !claims.isEmpty else { return }
        try server.insert(claims.flatMap(\.bytes), into: tables.claim, Tables.claimColumns.map(\.name), Self.commitment)
    }

    /// What such work is, for errors.
    static let commitment = "commit a tally"

    /// In Unix seconds.
    static var time: UInt32 { UInt32(clamping: Int64(Date().timeIntervalSince1970)) }

    // MARK: - Inputs that begin alike

    /// The inputs that begin with the same bytes.
    func group(_ beginning: [UInt8]) throws -> InputGroup {
        try groups([beginning])[beginning] ?? InputGroup([]) { _ in [:] }
    }

    /// The inputs that begin with some bytes, by these.
    func groups(_ beginnings: [[UInt8]]) throws -> [[UInt8]: InputGroup] {
        guard !beginnings.isEmpty else { return [:] }
        let list = Set(beginnings).map(SQL.bytes).joined(separator: ", ")
        let rows = try rows(
            "SELECT \(ClaimRow.columns), beginning FROM \(tables.claim) WHERE beginning IN (\(list))",
            "look for an input"
        ) { reader in (row: try ClaimRow(&reader), beginning: try reader.data()) }
        var groups: [[UInt8]: InputGroup] = [:]
        for (beginning, rows) in Dictionary(grouping: rows, by: \.beginning) {
            groups[beginning] = try InputGroup(rows.map(\.row)) { try countedInputs($0, beginning) }
        }
        return groups
    }

    /// What each of some claims says of its input; packets and lists are left out.
    func countedInputs(_ claims: [UInt128], _ beginning: [UInt8]) throws -> [UInt128: CountedInput] {
        guard !claims.isEmpty else { return [:] }
        let question = """
            SELECT toUInt8(1), id, source, name, kind, marks, has_trail, trail_records, trail_probes, number, tail
            FROM \(tables.claim) WHERE beginning = \(SQL.bytes(beginning)) AND hex(id) IN (\(SQL.list(claims))) LIMIT 1 BY id
            """
        let inputs = try rows(question, "look for an input") { reader in
            let (id, source) = (try reader.fixed(), try reader.number(Int64.self))
            let (name, kind) = (try reader.text(), try reader.text())
            let input = CountedInput(
                source: source, name: name, head: try SourceIdentity(&reader, beginning: beginning),
                position: try reader.number(), tail: try reader.data(), packets: 0,
                kind: SourceKind(rawValue: kind) ?? .capture)
            return (id, input)
        }
        return Dictionary(inputs) { first, _ in first }
    }

    /// What each claim to inputs that begin so adds.
    private func claimShares(_ beginning: [UInt8]) throws -> [UInt128: (packets: UInt64, lists: String)] {
        let shares = try rows(
            "SELECT toUInt8(1), id, packets, lists FROM \(tables.claim) WHERE beginning = \(SQL.bytes(beginning))",
            "look for an input"
        ) { (try $0.fixed(), (packets: try $0.number(UInt64.self), lists: try $0.text())) }
        return Dictionary(shares) { first, _ in first }
    }
}
