/// The columns of a page that were read: all numbers in one list, column after column, each as long as the page has records.
///
/// Unsafe in the loops that every byte of a page goes through: without the checks of each place they take eight numbers a
/// step. The places are checked before them.
struct ReadColumns {
    private var numbers: [UInt64]
    let count: Int
    /// Room for the bytes of one plane, while columns are read.
    private var plane: [UInt8]
    /// Gives the numbers back for other pages, once nobody reads them any more.
    private var loan: ColumnLoan?

    /// - Parameters:
    ///   - count: how many numbers each column has.
    ///   - parts: columns of no such part are passed over. Their numbers are 0; those behind the key are not there where keys
    ///     alone are read.
    init(
        _ reading: inout ByteReading, _ unpacker: borrowing PageUnpacker, count: Int, _ parts: RecordParts
    ) throws(RunFault) {
        self.count = count
        let columns = parts == .keys ? PageColumn.lastOfKey.rawValue + 1 : PageColumn.allCases.count
        numbers = unpacker.room.take(columns * count)
        plane = [UInt8](repeating: 0, count: count)
        for column in PageColumn.allCases {
            let start = column.rawValue * count
            if column.isOf(parts) {
                try read(&reading, unpacker.planes, from: start)
            } else {
                try Self.skip(&reading, count: count)
                if start < columns * count { fill(start, with: 0) }
            }
        }
        plane = []
    }

    /// Ends what changes the numbers: from here on they are only read.
    mutating func finish(_ unpacker: borrowing PageUnpacker) {
        loan = ColumnLoan(of: numbers, from: unpacker.room)
    }

    @inline(__always)
    subscript(column: PageColumn, index: Int) -> UInt64 {
        get { numbers[column.rawValue &* count &+ index] }
        set { numbers[column.rawValue &* count &+ index] = newValue }
    }

    private func range(_ column: PageColumn) -> Range<Int> {
        column.rawValue * count..<(column.rawValue + 1) * count
    }

    /// The largest number of a column.
    func largest(_ column: PageColumn) -> UInt64 {
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
        _ reading: inout ByteReading, _ unpacker: borrowing PlaneUnpacker, from start: Int
    ) throws(RunFault) {
        let base = try reading.number()
        let width = try reading.count(upTo: 8)
        if width == 0 { fill(start, with: base) }
        for number in 0..<width {
            let range = try Self.plane(&reading, count: count)
            if range.isPacked {
                guard unpacker.unpack(reading.bytes, range.bytes, into: &plane) else {
                    throw .impossible("a plane of a column that cannot be unpacked")
                }
                put(plane, from: 0, start, base: number == 0 ? base : nil, shift: UInt64(8 * number))
            } else {
                put(
                    reading.bytes, from: range.bytes.lowerBound, start, base: number == 0 ? base : nil,
                    shift: UInt64(8 * number))
            }
        }
    }

    /// Puts the bytes of a plane into a column.
    /// - Parameters:
    ///   - start: where the column begins.
    ///   - base: what the numbers begin with; `nil` where the bytes are added to the planes before.
    private mutating func put(_ bytes: [UInt8], from place: Int, _ start: Int, base: UInt64?, shift: UInt64) {
        let count = count
        precondition(place >= 0 && place + count <= bytes.count && start >= 0 && start + count <= numbers.count)
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe numbers.withUnsafeMutableBufferPointer { numbers in
                if let base {
                    for index in 0..<count {
                        unsafe numbers[start &+ index] = base &+ UInt64(unsafe bytes[place &+ index]) &<< shift
                    }
                } else {
                    for index in 0..<count {
                        unsafe numbers[start &+ index] &+= UInt64(unsafe bytes[place &+ index]) &<< shift
                    }
                }
            }
        }
    }

    private mutating func fill(_ start: Int, with number: UInt64) {
        let range = start..<start + count
        precondition(range.upperBound <= numbers.count)
        unsafe numbers.withUnsafeMutableBufferPointer { numbers in
            for index in range { unsafe numbers[index] = number }
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

// MARK: - Addresses

extension ReadColumns {
    /// Makes addresses of the differences to those before.
    mutating func addDifferences() {
        guard count > 1 else { return }
        for index in 1..<count {
            let isOtherVersion =
                (self[.shape, index] ^ self[.shape, index - 1]) & RecordShape.originIsVersion6 != 0
            // Origins are differences still.
            if self[.originLow, index] | self[.originHigh, index] == 0, !isOtherVersion {
                self[.hostLow, index] &+= self[.hostLow, index - 1]
                self[.hostHigh, index] &+= self[.hostHigh, index - 1]
            }
        }
        for index in 1..<count {
            self[.originLow, index] &+= self[.originLow, index - 1]
            self[.originHigh, index] &+= self[.originHigh, index - 1]
        }
    }
}
