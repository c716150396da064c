/// The columns of a page that were read: all numbers in one list, column after column, each as long as the page has records.
///
/// Unsafe in the loops that every byte of a page goes through: without the checks of each place they take eight numbers a
/// step. The places are checked before them.
struct ReadColumns {
    /// May have more numbers at its end, of a larger page before.
    private var numbers: [UInt64]
    let count: Int

    /// - Parameters:
    ///   - count: how many numbers each column has.
    ///   - parts: columns of no such part are passed over. Their numbers are any, until `CounterSettling` puts some there; those
    ///     behind the key are not there where keys alone are read.
    init(
        _ reading: inout ByteReading, _ unpacker: borrowing PageUnpacker, count: Int, _ parts: RecordParts
    ) throws(RunFault) {
        self.count = count
        let columns = parts == .keys ? PageColumn.lastOfKey.rawValue + 1 : PageColumn.allCases.count
        numbers = unpacker.room.take(columns * count)
        for column in PageColumn.allCases {
            if column.isOf(parts) {
                try read(&reading, unpacker, from: column.rawValue * count)
            } else {
                try Self.skip(&reading, count: count)
            }
        }
    }

    /// What gives the numbers back for other pages, once nobody reads them any more; from here on they are not changed.
    /// - Returns: `nil` where they are too few for that.
    func loan(from room: ColumnRoom) -> ColumnLoan? {
        ColumnLoan(of: numbers, from: room)
    }

    /// A number. Whoever reads it has looked at its place: that of a record of the page, in a column that is there.
    @inline(__always)
    subscript(column: PageColumn, index: Int) -> UInt64 {
        get {
            unsafe numbers.withUnsafeBufferPointer { unsafe $0[column.rawValue &* count &+ index] }
        }
        set { numbers[column.rawValue &* count &+ index] = newValue }
    }

    private func range(_ column: PageColumn) -> Range<Int> {
        column.rawValue * count..<(column.rawValue + 1) * count
    }

    /// Whether all numbers of a column are below another, which most often their bits together are.
    func areAll(_ column: PageColumn, below most: Int) -> Bool {
        allBits(column) < most || largest(column) < most
    }

    /// The largest number of a column.
    private func largest(_ column: PageColumn) -> UInt64 {
        let range = range(column)
        return unsafe numbers.withUnsafeBufferPointer { numbers in
            var largest: UInt64 = 0
            for index in range { largest = Swift.max(largest, unsafe numbers[index]) }
            return largest
        }
    }

    /// The bits that any of a column's numbers has.
    func allBits(_ column: PageColumn) -> UInt64 {
        let range = range(column)
        return unsafe numbers.withUnsafeBufferPointer { numbers in
            var bits: UInt64 = 0
            for index in range { bits |= unsafe numbers[index] }
            return bits
        }
    }

    /// Reads the numbers of the next column to a place.
    private mutating func read(
        _ reading: inout ByteReading, _ unpacker: borrowing PageUnpacker, from start: Int
    ) throws(RunFault) {
        let base = try reading.number()
        let width = try reading.count(upTo: 8)
        unpacker.planeRoom.makeRoom(for: width * count)
        for number in 0..<width {
            let plane = try Self.plane(&reading, count: count)
            let place = number * count..<(number + 1) * count
            guard plane.isPacked else {
                unpacker.planeRoom.planes.replaceSubrange(place, with: reading.bytes[plane.bytes])
                continue
            }
            guard unpacker.planes.unpack(reading.bytes, plane.bytes, into: &unpacker.planeRoom.planes, place) else {
                throw .impossible("a plane of a column that cannot be unpacked")
            }
        }
        Self.join(unpacker.planeRoom.planes, width: width, above: base, to: &numbers, from: start, count)
    }

    /// Makes the numbers of a column of its planes, which lie one behind the other, in one pass for up to four.
    private static func join(
        _ planes: [UInt8], width: Int, above base: UInt64, to numbers: inout [UInt64], from start: Int, _ count: Int
    ) {
        precondition(width * count <= planes.count && start >= 0 && start + count <= numbers.count)
        unsafe planes.withUnsafeBufferPointer { planes in
            unsafe numbers.withUnsafeMutableBufferPointer { numbers in
                @inline(__always)
                func byte(_ number: Int, _ index: Int) -> UInt64 {
                    unsafe UInt64(planes[number &* count &+ index]) &<< UInt64(8 &* number)
                }
                switch width {
                case 0: for index in 0..<count { unsafe numbers[start &+ index] = base }
                case 1: for index in 0..<count { unsafe numbers[start &+ index] = base &+ byte(0, index) }
                case 2:
                    for index in 0..<count {
                        unsafe numbers[start &+ index] = base &+ (byte(0, index) | byte(1, index))
                    }
                case 3:
                    for index in 0..<count {
                        unsafe numbers[start &+ index] = base &+ (byte(0, index) | byte(1, index) | byte(2, index))
                    }
                default:
                    for index in 0..<count {
                        let low = byte(0, index) | byte(1, index) | byte(2, index) | byte(3, index)
                        unsafe numbers[start &+ index] = base &+ low
                    }
                    for number in 4..<width {
                        for index in 0..<count { unsafe numbers[start &+ index] &+= byte(number, index) }
                    }
                }
            }
        }
    }

    /// Passes over a column.
    private static func skip(_ reading: inout ByteReading, count: Int) throws(RunFault) {
        _ = try reading.number()
        for _ in 0..<(try reading.count(upTo: 8)) { _ = try plane(&reading, count: count) }
    }

    /// Where the bytes of a plane lie, and whether they are packed.
    private static func plane(
        _ reading: inout ByteReading, count: Int
    ) throws(RunFault) -> (bytes: Range<Int>, isPacked: Bool) {
        switch PlaneMethod(rawValue: try reading.byte()) {
        case .plain: (try reading.skip(count), false)
        case .packed: (try reading.skip(try reading.count(upTo: count)), true)
        case nil: throw .impossible("a plane of no known method")
        }
    }
}

// MARK: - Changes

extension ReadColumns {
    /// Lets a loop change many numbers. That nobody else holds them is looked at once then, and not for each of them.
    /// - Parameter last: it goes to no column behind this one.
    @inline(__always)
    mutating func change<Outcome>(upTo last: PageColumn, _ body: (ColumnPlaces) -> Outcome) -> Outcome {
        let count = count
        return unsafe numbers.withUnsafeMutableBufferPointer { numbers in
            precondition(numbers.count >= (last.rawValue + 1) * count, "columns that are not there")
            return body(unsafe ColumnPlaces(numbers, count: count))
        }
    }

    /// Makes addresses of the differences to those before.
    mutating func addDifferences() {
        guard count > 1 else { return }
        change(upTo: .lastOfKey) { $0.addDifferences() }
    }
}
