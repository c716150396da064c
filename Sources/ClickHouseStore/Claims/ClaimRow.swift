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

    static let columns = "toUInt8(1), id, source, parent, generation, number, attempt, toUInt32(noted)"

    init(_ reader: inout RowReader) throws {
        (id, source, parent) = (try reader.fixed(), try reader.number(), try reader.fixed())
        (generation, number, attempt) = (try reader.number(), try reader.number(), try reader.number())
        noted = try reader.number()
    }

    init(
        id: UInt128, source: Int64, parent: UInt128 = 0, generation: UInt32 = 0, number: UInt64, attempt: UInt32 = 0,
        noted: UInt32 = 0
    ) {
        (self.id, self.source, self.parent, self.generation) = (id, source, parent, generation)
        (self.number, self.attempt, self.noted) = (number, attempt, noted)
    }
}
