/// The labels of the rows of a block: how many there are up to the end of each row, then all of them.
struct LabelColumn {
    /// Of the rows that were read.
    private(set) var numbers: [UInt32] = []
    /// Behind what was read; `nil` before the numbers in front have come.
    private var place: Int?
    /// Labels up to the end of the row before, and where its labels are.
    private var end: UInt64 = 0
    private var last = 0..<0

    private static let mostLabels: UInt64 = 1 << 20

    mutating func begin() {
        numbers.removeAll(keepingCapacity: true)
        (place, end, last) = (nil, 0, 0..<0)
    }

    /// Reads on as far as rows have come.
    /// - Returns: where the column ends.
    mutating func read(_ bytes: [UInt8], from start: Int, rows: Int, _ table: inout LabelTable) throws -> Int {
        guard bytes.count - start >= 8 * rows else { throw RowReader.Fault.cut }
        var place = self.place ?? start + 8 * rows
        defer { self.place = place }
        while numbers.count < rows {
            let end = Self.number(bytes, start + 8 * numbers.count)
            guard end >= self.end, end - self.end <= Self.mostLabels else {
                throw RowReader.Fault.impossible("more labels than a flow has")
            }
            var next = place
            for _ in self.end..<end { try Self.pass(bytes, &next) }
            let isSame = numbers.count > 0 && bytes[place..<next] == bytes[last]
            numbers.append(isSame ? numbers[numbers.count - 1] : try table.number(of: bytes[place..<next]))
            (last, place, self.end) = (place..<next, next, end)
        }
        return place
    }

    /// Passes over a text.
    private static func pass(_ bytes: [UInt8], _ place: inout Int) throws {
        var next = place
        let length = try BlockReader.length(bytes, &next)
        guard bytes.count - next >= length else { throw RowReader.Fault.cut }
        place = next + length
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }
}
