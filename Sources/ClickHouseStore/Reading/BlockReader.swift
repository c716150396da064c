/// Reads flows from an answer in columns (`Native`) that comes in pieces: how many columns and rows a block has, then each column with its
/// name and type in front of its values.
///
/// The last column holds `RowMark.row` in every row, so that no text of an error within a block is taken for values.
struct BlockReader {
    /// Of the block that is coming.
    private var bytes: [UInt8] = []
    /// Behind what of it was read.
    private var place = 0
    /// How many rows it has; `nil` before that has come.
    private var rows: Int?
    /// Where the values of its columns begin, as far as these have come.
    private var starts: [Int] = []
    private var labels = LabelColumn()
    /// The labels of all blocks.
    private(set) var table = LabelTable()
    /// Why nothing more can be read. What comes behind that may be the text of an error.
    private var fault: String?

    /// The number with which a block begins.
    static let firstByte = UInt8(columns.count)
    /// What is asked for.
    static let selection = (FlowRow.readColumns + ["toUInt8(\(RowMark.row)) AS \(markName)"]).joined(separator: ", ")

    private static let markName = "mark"
    private static let columns =
        Tables.flowColumns.filter { FlowRow.readColumns.contains($0.name) } + [Tables.Column(markName, "UInt8")]
    private static let heads = columns.map { column in
        var writer = RowWriter()
        writer.add(column.name)
        writer.add(column.type)
        return writer.bytes
    }
    /// No block has more rows.
    private static let mostRows = 1 << 24
    /// So much is kept of what comes before a fault, and behind it.
    private static let mostText = 1 << 16

    /// Takes the next piece, and hands on every block that is whole.
    mutating func take(_ piece: [UInt8], _ body: (AnsweredBlock) throws -> Void) throws {
        if fault != nil {
            bytes += piece.prefix(max(0, 2 * Self.mostText - bytes.count))
            return
        }
        bytes += piece
        do {
            while let block = try nextBlock() { if block.count > 0 { try body(block) } }
        } catch RowReader.Fault.impossible(let text) {
            (fault, bytes) = (text, Array(bytes.suffix(Self.mostText)))
        }
    }

    /// - Throws: where a block is cut, or cannot be read.
    func finish() throws {
        guard bytes.isEmpty, fault == nil else {
            throw RowReader.Fault.impossible(
                RowReader.Fault.errorText(in: bytes[...]) ?? fault ?? "it ends within a row")
        }
    }

    /// - Returns: `nil` where the rest of it has not come yet.
    private mutating func nextBlock() throws -> AnsweredBlock? {
        guard place < bytes.count else { return nil }
        do {
            let count = try rows ?? readRows()
            while starts.count < Self.columns.count { try readColumn(count) }
            return try takeBlock(count)
        } catch RowReader.Fault.cut {
            return nil
        }
    }

    private mutating func readRows() throws -> Int {
        guard bytes[place] == Self.firstByte else {
            throw RowReader.Fault.impossible("a block of other columns than were asked for")
        }
        var next = place + 1
        let count = try Self.length(bytes, &next)
        guard count <= Self.mostRows else { throw RowReader.Fault.impossible("a block of more rows than there are") }
        (rows, place) = (count, next)
        starts.removeAll(keepingCapacity: true)
        labels.begin()
        return count
    }

    private mutating func readColumn(_ count: Int) throws {
        let (column, head) = (Self.columns[starts.count], Self.heads[starts.count])
        let there = bytes[place...].prefix(head.count)
        guard head.starts(with: there) else { throw RowReader.Fault.impossible("a column that was not asked for") }
        guard there.count == head.count else { throw RowReader.Fault.cut }
        let start = place + head.count
        if column.name == "labels" {
            place = try labels.read(bytes, from: start, rows: count, &table)
        } else {
            guard bytes.count - start >= count * column.width else { throw RowReader.Fault.cut }
            place = start + count * column.width
        }
        starts.append(start)
    }

    /// Makes a block of what has come, and begins the next one.
    private mutating func takeBlock(_ count: Int) throws -> AnsweredBlock {
        guard bytes[(place - count)..<place].allSatisfy({ $0 == RowMark.row }) else {
            throw RowReader.Fault.impossible("rows without their mark")
        }
        let rest = Array(bytes[place...])
        let named = Dictionary(zip(Self.columns.map(\.name), starts)) { first, _ in first }
        let block = AnsweredBlock(bytes, count: count, starts: named, labels: labels.numbers)
        let room = bytes.count
        (bytes, place, rows) = (rest, 0, nil)
        bytes.reserveCapacity(room)
        return block
    }

    /// A length behind a place (LEB128).
    static func length(_ bytes: [UInt8], _ place: inout Int) throws -> Int {
        var (length, shift, next) = (0, 0, place)
        while true {
            guard next < bytes.count else { throw RowReader.Fault.cut }
            let byte = bytes[next]
            next += 1
            length |= Int(byte & 0x7F) << shift
            guard byte & 0x80 != 0 else { break }
            shift += 7
            guard shift <= 28 else { throw RowReader.Fault.impossible("a length that nothing has") }
        }
        place = next
        return length
    }
}
