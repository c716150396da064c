/// Writes a block in ClickHouse's format `Native`: how many columns and rows, then each column with its name and type in front of
/// its values, all numbers little-endian.
struct ColumnWriter {
    private(set) var bytes: [UInt8]
    private var rest: ArraySlice<Tables.Column>

    /// - Parameters:
    ///   - bytes: the blocks before it.
    ///   - columns: in the order in which they are added.
    init(behind bytes: consuming [UInt8], _ columns: [Tables.Column], rows: Int) {
        (self.bytes, rest) = (bytes, columns[...])
        add(length: columns.count)
        add(length: rows)
    }

    /// Adds the next column.
    ///
    /// Unsafe, because appending numbers byte by byte took as long as everything else that a run takes; Swift runs on no
    /// big-endian machine that Flowcensus is built for.
    mutating func add(_ values: [some FixedWidthInteger & BitwiseCopyable]) {
        begin()
        append(values)
    }

    /// Adds the next column, of arrays of texts.
    /// - Parameters:
    ///   - ends: how many texts there are up to the end of each row.
    ///   - texts: one after another, each behind its length.
    mutating func add(_ ends: [UInt64], _ texts: [UInt8]) {
        begin()
        append(ends)
        bytes += texts
    }

    private mutating func append(_ values: [some FixedWidthInteger & BitwiseCopyable]) {
        unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// Names the next column.
    private mutating func begin() {
        precondition(!rest.isEmpty, "a block has no more columns than its table")
        let column = rest.removeFirst()
        for text in [column.name, column.type] {
            add(length: text.utf8.count)
            bytes += text.utf8
        }
    }

    private mutating func add(length: Int) {
        var writer = RowWriter()
        writer.add(length: length)
        bytes += writer.bytes
    }
}
