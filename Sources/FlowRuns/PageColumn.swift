import NetworkTypes

/// The columns of a page in the order in which they stand in it. Those of the key come first, so that a reader who wants no
/// more passes over the others.
enum PageColumn: Int, CaseIterable {
    /// Bits: the origin is of IPv6, the host is of IPv6, the host sent something, the origin did.
    case shape
    /// The upper and the lower half of the origin, less those of the record before; of IPv4 the address is the lower half.
    case originHigh, originLow
    /// As the origin's, less those of the record before where that has the same origin.
    case hostHigh, hostLow
    case transport, hostPort, originPort
    /// Places in the page's own lists.
    case attribution, exporter
    /// TCP flags, and 16 bits above them the openings and answers.
    case hostFlags, originFlags
    case hostPackets, originPackets
    case hostPayload, originPayload
    /// Bytes beyond the payload and the shortest headers of so many packets, as a signed number.
    case hostHeaders, originHeaders
    case hostRefusals, originRefusals
    /// The first time of the host, or of the origin where the host sent nothing, in units of the page after its hour's start.
    case start
    /// How much later the origin's first time is; 0 where one end sent nothing.
    case gap
    /// From the first to the last time of the end that `start` is of.
    case duration
    /// How much later the origin's last time is; 0 where one end sent nothing.
    case endGap

    static let lastOfKey = exporter
}

/// The bits of `PageColumn.shape`.
enum RecordShape {
    static let originIsVersion6: UInt64 = 1
    static let hostIsVersion6: UInt64 = 2
    static let hostSent: UInt64 = 4
    static let originSent: UInt64 = 8
    static let all: UInt64 = 15
}

/// The bits of `PageColumn.hostFlags`.
enum RecordBits {
    static let flags: UInt64 = 0x3FF
    static let rolesShift: UInt64 = 16
    /// What is kept of roles: refusals are counted instead.
    static let roles = PacketRoles([.opening, .answer, .statement]).rawValue
    static let all = flags | UInt64(roles) << rolesShift
}

extension UInt64 {
    /// A signed number as one that is small where that is near 0, on either side.
    init(zigzag number: Int64) {
        self = UInt64(bitPattern: number << 1 ^ number >> 63)
    }

    /// The signed number.
    var unzigzagged: Int64 {
        Int64(bitPattern: self >> 1) ^ -Int64(bitPattern: self & 1)
    }
}

/// The columns of a page that were read: all numbers in one list, and of each column where its own begin, and how far apart
/// they are: 1, or 0 where all are the same.
struct ReadColumns {
    private var numbers: [UInt64] = []
    private var starts: [Int] = []
    private var strides: [Int] = []
    private let count: Int

    /// - Parameter count: how many numbers each column has.
    init(count: Int) {
        self.count = count
        numbers.reserveCapacity(16 * count)
        starts.reserveCapacity(PageColumn.allCases.count)
        strides.reserveCapacity(PageColumn.allCases.count)
    }

    @inline(__always)
    subscript(column: PageColumn, index: Int) -> UInt64 {
        numbers[starts[column.rawValue] &+ index &* strides[column.rawValue]]
    }

    private func range(_ column: PageColumn) -> Range<Int> {
        let start = starts[column.rawValue]
        return start..<start + (strides[column.rawValue] == 0 ? 1 : count)
    }

    /// The largest number of a column.
    func largest(_ column: PageColumn) -> UInt64 { numbers[range(column)].reduce(0) { Swift.max($0, $1) } }

    /// The bits that any of a column's numbers has.
    func allBits(_ column: PageColumn) -> UInt64 { numbers[range(column)].reduce(0) { $0 | $1 } }

    /// Adds to each number of a column the one before it, where that is asked for.
    mutating func add(_ column: PageColumn, where isDifference: (Int) -> Bool) {
        if strides[column.rawValue] == 0 {
            let constant = numbers[starts[column.rawValue]]
            // Nothing changes where there is nothing to add.
            guard constant != 0, count > 1 else { return }
            (starts[column.rawValue], strides[column.rawValue]) = (numbers.count, 1)
            numbers.append(contentsOf: repeatElement(constant, count: count))
        }
        let start = starts[column.rawValue]
        for index in 1..<max(count, 1) where isDifference(index) {
            numbers[start + index] &+= numbers[start + index - 1]
        }
    }

    /// Appends a column of zeros.
    mutating func appendZeros() { append(constant: 0) }

    private mutating func append(constant: UInt64) {
        starts.append(numbers.count)
        strides.append(0)
        numbers.append(constant)
    }

    /// Reads the numbers of the next column.
    ///
    /// - Parameter plane: room for the bytes of one plane, as long as there are numbers.
    mutating func append(
        _ reading: inout ByteReading, _ unpacker: borrowing PlaneUnpacker, plane: inout [UInt8]
    ) throws(RunFault) {
        let base = try reading.number()
        let width = try reading.count(upTo: 8)
        guard width > 0 else { return append(constant: base) }
        starts.append(numbers.count)
        strides.append(1)
        numbers.append(contentsOf: repeatElement(base, count: count))
        for number in 0..<width {
            let range = try Self.plane(&reading, count: count)
            if range.isPacked {
                guard unpacker.unpack(reading.bytes, range.bytes, into: &plane) else {
                    throw .impossible("a plane of a column that cannot be unpacked")
                }
                add(plane, 0, shift: UInt64(8 * number))
            } else {
                add(reading.bytes, range.bytes.lowerBound, shift: UInt64(8 * number))
            }
        }
    }

    /// Adds the bytes of a plane, which begins at a place, to the numbers of the last column.
    private mutating func add(_ bytes: [UInt8], _ place: Int, shift: UInt64) {
        let start = numbers.count - count
        for index in 0..<count { numbers[start + index] &+= UInt64(bytes[place + index]) &<< shift }
    }

    /// Passes over a column.
    static func skip(_ reading: inout ByteReading, count: Int) throws(RunFault) {
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

extension [UInt64] {
    /// Appends the numbers as a column: the least of them, how many bytes what is above it takes at the most, and these
    /// bytes plane by plane, the lowest first.
    func append(to bytes: inout [UInt8], _ packer: inout PlanePacker, plane: inout [UInt8]) {
        let base = reduce(UInt64.max) { Swift.min($0, $1) }
        let largest = reduce(0) { Swift.max($0, $1) } &- base
        let width = (UInt64.bitWidth - largest.leadingZeroBitCount + 7) / 8
        bytes.append(number: base)
        bytes.append(UInt8(width))
        for number in 0..<width {
            plane.removeAll(keepingCapacity: true)
            let shift = UInt64(8 * number)
            for value in self { plane.append(UInt8(truncatingIfNeeded: (value &- base) &>> shift)) }
            packer.append(plane, to: &bytes)
        }
    }
}
