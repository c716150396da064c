import Testing

@testable import ClickHouseStore

@Suite("Rows in columns")
struct RowColumnsTests {
    @Test("keep every value in its column however many there are, and again after they were cleared")
    func values() {
        var columns = RowColumns(widths: [8, 1, 2])
        for count in [0, 1, 256, 257, 1_500, 3] {
            columns.clear()
            for number in 0..<count {
                columns.addRow { row in
                    row.add(UInt64(number) << 32)
                    row.add(UInt8(truncatingIfNeeded: number))
                    row.add(UInt16(number))
                }
            }
            var expected = [RowWriter(), RowWriter(), RowWriter()]
            for number in 0..<count {
                expected[0].add(UInt64(number) << 32)
                expected[1].add(UInt8(truncatingIfNeeded: number))
                expected[2].add(UInt16(number))
            }
            for column in 0..<3 { #expect(Array(columns.values(column)) == expected[column].bytes) }
        }
    }
}
