/// Which elements the records of layout 2 have that were met, and where: most records of a file are of a few shapes, so that a
/// record is known by the numbers and lengths of its elements and need not be walked through.
struct NfcapdShape {
    /// In bytes; less than 0 where nothing is known.
    private(set) var recordLength = -1
    private var elements: [Element] = []
    /// `nil` where its records are not flows between IPv4 addresses, or tell of an event.
    private(set) var usual: Usual?

    private struct Element {
        /// Where it begins, from the record's beginning on.
        let place: Int
        /// Its number and its length, as they stand in a record.
        let head: UInt32
    }

    /// Elements of records whose shape is kept, at the most.
    private static let maximumCount = 12

    /// Where elements stand in a usual record, in bytes from its beginning on.
    struct Usual {
        let length: UInt16
        let times: UInt16
        let ends: UInt16
        /// 0 where it names no sampler.
        let sampler: UInt16
        /// Whether it names who sent the datagram.
        let namesSender: Bool
    }

    init() {}

    /// The shape of a record whose elements are known; `nil` where it has too many.
    init?(_ bytes: Span<UInt8>, _ record: Range<Int>, _ elements: NfcapdElements) {
        let start = record.lowerBound
        let count = Int(bytes.load16(start + 4))
        guard count <= Self.maximumCount else { return nil }
        recordLength = record.count
        var place = start + Self.headerLength
        for _ in 0..<count {
            self.elements.append(Element(place: place - start, head: bytes.load32(place)))
            place += Int(bytes.load16(place + 2))
        }
        if let times = elements.flow, let ends = elements.v4, elements.event == nil, elements.natEvent == nil {
            usual = Usual(
                length: UInt16(truncatingIfNeeded: record.count), times: UInt16(truncatingIfNeeded: times - start),
                ends: UInt16(truncatingIfNeeded: ends - start),
                sampler: UInt16(truncatingIfNeeded: elements.sampler.map { $0 - start } ?? 0),
                namesSender: elements.namesSender)
        }
    }

    static let headerLength = 12
    /// That of records of layout 2.
    static let type: UInt32 = 11

    /// Type and length, as they stand at a record's beginning.
    var head: UInt32 { UInt32(truncatingIfNeeded: recordLength) << 16 | Self.type }

    /// Whether a record, which has `recordLength` bytes, has these elements.
    @inline(__always)
    func isThat(of bytes: Span<UInt8>, at start: Int) -> Bool {
        guard Int(bytes.load16(start &+ 4)) == elements.count else { return false }
        for element in elements where bytes.load32(start &+ element.place) != element.head { return false }
        return true
    }
}

/// The shapes that were met last, one for each length of a record, about.
struct NfcapdShapes {
    private var shapes = InlineArray<16, NfcapdShape>(repeating: NfcapdShape())

    /// The shape of a record; `nil` for one that has none which can be kept.
    @inline(never)
    mutating func shape(of record: Range<Int>, _ bytes: Span<UInt8>) -> NfcapdShape? {
        guard record.count >= NfcapdShape.headerLength else { return nil }
        let place = record.count >> 2 & 15
        if shapes[place].recordLength != record.count || !shapes[place].isThat(of: bytes, at: record.lowerBound) {
            learn(record, bytes, at: place)
        }
        return shapes[place].recordLength == record.count ? shapes[place] : nil
    }

    /// Keeps the shape of a record, or none where it has none that can be kept.
    private mutating func learn(_ record: Range<Int>, _ bytes: Span<UInt8>, at place: Int) {
        guard let elements = NfcapdElements(bytes, record), let shape = NfcapdShape(bytes, record, elements) else {
            shapes[place] = NfcapdShape()
            return
        }
        shapes[place] = shape
    }
}
