/// Rows kept column by column in one array, all numbers little-endian.
///
/// Unsafe, because appending to arrays of bytes, or to one array for each column and copying these together, took as long as everything
/// else that a run takes; Swift runs on no big-endian machine that Flowcensus is built for. Every row lies within the array: there
/// is room for a whole row before one is added, and the widths of its values add up to no more than that.
struct RowColumns {
    /// Bytes of a value in each column, and in front of it in a row.
    private let columns: [(width: Int, before: Int)]
    /// Bytes of a row.
    private let width: Int
    private var bytes: [UInt8] = []
    /// Rows for which there is room, and rows.
    private var room = 0
    private var count = 0

    private static let least = 256

    /// - Parameter widths: bytes of a value in each column.
    init(widths: [Int]) {
        var (columns, before) = ([(width: Int, before: Int)](), 0)
        for width in widths {
            columns.append((width, before))
            before += width
        }
        (self.columns, width) = (columns, before)
    }

    /// A row that is being added.
    @safe struct Row {
        fileprivate let base: UnsafeMutableRawPointer
        fileprivate let room: Int
        fileprivate let place: Int
        /// Bytes of the values before, and of all.
        fileprivate var before = 0
        fileprivate let width: Int

        /// Adds the value of the next column.
        mutating func add<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
            let size = MemoryLayout<Number>.size
            precondition(before + size <= width, "a row has no more values than there are columns")
            unsafe base.storeBytes(of: number, toByteOffset: before * room + place * size, as: Number.self)
            before += size
        }
    }

    /// Adds a row, of which `fill` adds a value for each column.
    mutating func addRow(_ fill: (inout Row) -> Void) {
        if count == room { grow() }
        let (place, room, width) = (count, room, width)
        unsafe bytes.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var row = unsafe Row(base: base, room: room, place: place, width: width)
            fill(&row)
        }
        count += 1
    }

    /// The values of a column.
    func values(_ column: Int) -> ArraySlice<UInt8> {
        let (width, before) = columns[column]
        return bytes[(before * room)..<(before * room + count * width)]
    }

    /// Keeps the room.
    mutating func clear() { count = 0 }

    /// Makes twice the room.
    private mutating func grow() {
        let more = max(2 * room, Self.least)
        var larger = [UInt8](repeating: 0, count: more * width)
        for (column, (_, before)) in columns.enumerated() {
            let values = values(column)
            larger.replaceSubrange((before * more)..<(before * more + values.count), with: values)
        }
        (bytes, room) = (larger, more)
    }
}
