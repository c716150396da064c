/// Where the extensions that are read stand behind the counters of a record of layout 1, by a map of such extensions
/// (record type 2).
struct NfcapdExtensionMap: Equatable, Sendable {
    private(set) var outPackets: Place?
    private(set) var outBytes: Place?
    /// NSEL's common block.
    private(set) var event: Int?
    private(set) var natEvent: Int?
    private(set) var routerV4: Int?
    private(set) var routerV6: Int?
    private(set) var received: Int?
    /// Bytes of all extensions.
    private(set) var length = 0

    struct Place: Equatable, Sendable {
        let offset: Int
        let isLong: Bool
    }

    /// Bytes of each extension, by its number; those that are not there have none.
    private static let lengths: [UInt16: Int] = [
        4: 4, 5: 8, 6: 4, 7: 8, 8: 4, 9: 4, 10: 16, 11: 4, 12: 16, 13: 4, 14: 4, 15: 8, 16: 4, 17: 8, 18: 4, 19: 8,
        20: 16, 21: 16, 22: 40, 23: 4, 24: 16, 25: 4, 26: 8, 27: 8, 37: 20, 38: 4, 39: 8, 40: 32, 41: 24, 42: 24,
        43: 72, 45: 24, 46: 12, 47: 8, 48: 8,
    ]

    init(_ bytes: Span<UInt8>, _ record: Range<Int>) {
        var place = record.lowerBound + 8
        while place + 2 <= record.upperBound {
            let number = bytes.load16(place)
            // Zeros end the list, and what stands behind an extension that is not known cannot be found.
            guard number != 0 else { break }
            if number > 3 {
                guard let length = Self.lengths[number] else { break }
                note(number)
                self.length += length
            }
            place += 2
        }
    }

    private mutating func note(_ number: UInt16) {
        switch number {
        case 14, 15: outPackets = Place(offset: length, isLong: number == 15)
        case 16, 17: outBytes = Place(offset: length, isLong: number == 17)
        case 23: routerV4 = length
        case 24: routerV6 = length
        case 27: received = length
        case 37: event = length
        case 46: natEvent = length
        default: break
        }
    }
}
