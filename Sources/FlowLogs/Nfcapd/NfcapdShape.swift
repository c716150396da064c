/// Which elements the records of layout 2 have that were met, and where: most records of a file are of a few shapes, so that a
/// record is known by the numbers and lengths of its elements and need not be walked through.
struct NfcapdShape {
    private(set) var recordLength = 0
    private var count = 0
    /// The number and the length of each element, as they stand in a record.
    private var elements = InlineArray<12, UInt32>(repeating: 0)
    /// Where each element begins, from the record's beginning on.
    private var places = InlineArray<12, UInt16>(repeating: 0)
    /// `nil` where its records are not flows between IPv4 addresses, or tell of an event.
    private(set) var usual: Usual?

    /// Where elements stand in a usual record, in bytes from its beginning on.
    struct Usual {
        let times: Int32
        let ends: Int32
        /// 0 where it names no sampler.
        let sampler: Int32
        /// Whether it names who sent the datagram.
        let namesSender: Bool
    }

    init() {}

    /// The shape of a record whose elements are known; `nil` where it has too many.
    init?(_ bytes: Span<UInt8>, _ record: Range<Int>, _ elements: NfcapdElements) {
        let start = record.lowerBound
        (recordLength, count) = (record.count, Int(bytes.load16(start + 4)))
        guard count <= self.elements.count else { return nil }
        var place = start + Self.headerLength
        for index in 0..<count {
            (self.elements[index], places[index]) = (bytes.load32(place), UInt16(truncatingIfNeeded: place - start))
            place += Int(bytes.load16(place + 2))
        }
        if let times = elements.flow, let ends = elements.v4, elements.event == nil, elements.natEvent == nil {
            usual = Usual(
                times: Int32(truncatingIfNeeded: times - start), ends: Int32(truncatingIfNeeded: ends - start),
                sampler: Int32(truncatingIfNeeded: elements.sampler.map { $0 - start } ?? 0),
                namesSender: elements.namesSender)
        }
    }

    static let headerLength = 12

    /// Whether a record, which has `recordLength` bytes, has these elements.
    @inline(__always)
    func isThat(of bytes: Span<UInt8>, at start: Int) -> Bool {
        guard Int(bytes.load16(start + 4)) == count else { return false }
        for index in 0..<count where bytes.load32(start + Int(places[index])) != elements[index] { return false }
        return true
    }
}

/// The shapes that were met last, one for each length of a record, about.
struct NfcapdShapes {
    private var shapes = InlineArray<16, NfcapdShape>(repeating: NfcapdShape())

    /// Where the elements of a record stand; `nil` for one that is not usual.
    @inline(__always)
    mutating func usual(_ record: Range<Int>, _ bytes: Span<UInt8>) -> NfcapdShape.Usual? {
        guard record.count >= NfcapdShape.headerLength else { return nil }
        let place = record.count >> 2 & 15
        if shapes[place].recordLength != record.count || !shapes[place].isThat(of: bytes, at: record.lowerBound) {
            learn(record, bytes, at: place)
            guard shapes[place].recordLength == record.count else { return nil }
        }
        return shapes[place].usual
    }

    /// Keeps the shape of a record, or none where it has none that can be kept.
    @inline(never)
    private mutating func learn(_ record: Range<Int>, _ bytes: Span<UInt8>, at place: Int) {
        guard let elements = NfcapdElements(bytes, record), let shape = NfcapdShape(bytes, record, elements) else {
            shapes[place] = NfcapdShape()
            return
        }
        shapes[place] = shape
    }
}
