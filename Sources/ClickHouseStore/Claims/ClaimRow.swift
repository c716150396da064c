import CensusModel

/// What decides whether a claim counts.
struct ClaimRow: Equatable, Sendable {
    let id: UInt128
    let source: Int64
    /// The claim that it goes on from; 0 of the first one.
    let parent: UInt128
    let generation: UInt32
    let number: UInt64
    let attempt: UInt32
    /// The server's clock in Unix seconds.
    let noted: UInt32
    /// `nil` of what was counted here.
    let shipped: ShippedClaim?

    /// Texts are left out where they decide nothing.
    static let columns = """
        toUInt8(1), id, source, parent, generation, number, attempt, toUInt32(noted), part, shipped_by, shipped_generation,
        if(part = 0, '', sensor), if(part = 0, '', newest_list), if(part = 0, '', lists)
        """

    init(_ reader: inout RowReader) throws {
        (id, source, parent) = (try reader.fixed(), try reader.number(), try reader.fixed())
        (generation, number, attempt) = (try reader.number(), try reader.number(), try reader.number())
        noted = try reader.number()
        shipped = try ShippedClaim(&reader)
    }

    init(
        id: UInt128, source: Int64, parent: UInt128 = 0, generation: UInt32 = 0, number: UInt64, attempt: UInt32 = 0,
        noted: UInt32 = 0, shipped: ShippedClaim? = nil
    ) {
        (self.id, self.source, self.parent, self.generation) = (id, source, parent, generation)
        (self.number, self.attempt, self.noted, self.shipped) = (number, attempt, noted, shipped)
    }

    /// What decides between it and another count of the same; `nil` of what was counted here.
    var extent: SourceExtent? {
        shipped.map { SourceExtent(position: number, lists: $0.lists, newestList: $0.newestList, sensor: $0.sensor) }
    }
}

/// Which part of what a sensor ships a claim holds.
struct ShippedClaim: Equatable, Sendable {
    /// The identity under which the sensor ships.
    let identity: String
    /// The sensor's own number.
    let generation: UInt64
    let part: UInt64
    /// The name of the sensor that counted it.
    let sensor: String
    let newestList: String
    let lists: [ListSet]

    init(_ contribution: ShippedContribution, by identity: String) {
        let source = contribution.source
        (self.identity, generation, part) = (identity, source.generation, contribution.part)
        (sensor, newestList, lists) = (source.sensor, source.newestList, source.lists)
    }

    /// - Returns: `nil` of what was counted here.
    init?(_ reader: inout RowReader) throws {
        (part, identity, generation) = (try reader.number(), try reader.text(), try reader.number())
        (sensor, newestList) = (try reader.text(), try reader.text())
        lists = try ListSet.sets(claimText: reader.text())
        guard part > 0 else { return nil }
    }
}
