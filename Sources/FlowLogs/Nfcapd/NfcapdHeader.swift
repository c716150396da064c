import ByteInput

/// The header of an nfcapd file (nfdump, nffile.h for layout 1, nffileV2.h for layout 2).
struct NfcapdHeader: Equatable, Sendable {
    enum Layout: Equatable, Sendable {
        /// nfdump 1.6.
        case one
        /// nfdump 1.7.
        case two
    }

    let layout: Layout
    let packing: NfcapdPacking
    /// Bytes before the first block.
    var length: Int { Self.length(of: layout) }

    /// Of layout 1 behind the header there is a record of totals.
    private static func length(of layout: Layout) -> Int {
        switch layout {
        case .one: 140 + 136
        case .two: 40
        }
    }

    init(head: ArraySlice<UInt8>) throws(LogError.Problem) {
        let bytes = Array(head.prefix(Self.length(of: .one)))
        guard bytes.count >= 4 else { throw .cut(in: "the file header", present: bytes.count, needed: 40) }
        let span = bytes.span
        switch (span.load16(0), span.load16(2)) {
        case (0xA50C, 1): layout = .one
        case (0xA50C, 2): layout = .two
        case (0x0CA5, _):
            throw .refused(
                reason: "was written on a machine of the other byte order (big-endian), which is not read")
        case (0xA50C, let version):
            throw .refused(reason: "has layout \(version) of nfdump's files, where 1 and 2 are read")
        default: throw .notALog(firstBytes: Array(bytes.prefix(8)))
        }
        let needed = Self.length(of: layout)
        guard bytes.count >= needed else {
            throw .cut(in: "the file header", present: bytes.count, needed: needed)
        }
        switch layout {
        case .one: packing = NfcapdPacking(flags: span.load32(4))
        case .two:
            guard span[17] == 0 else { throw .refused(reason: "is encrypted") }
            guard let packing = NfcapdPacking(number: span[16]) else {
                throw .refused(reason: "is packed in a way that is not known (number \(span[16]))")
            }
            self.packing = packing
        }
    }
}

/// The header of a block: 12 bytes before its records.
struct NfcapdBlockHeader {
    let recordCount: UInt32
    /// Bytes behind the header.
    let size: Int
    let type: UInt16
    let flags: UInt16

    static let length = 12
    /// Bytes, packed or not: what nfdump takes.
    static let maximumSize = NfcapdUnpacker.maximumLength

    init(_ bytes: Span<UInt8>, at place: Int) {
        // No more than fit into the largest block, so that damage does not claim to have cost billions.
        recordCount = min(bytes.load32(place), UInt32(Self.maximumSize / 4))
        size = Int(bytes.load32(place + 4))
        type = bytes.load16(place + 8)
        flags = bytes.load16(place + 10)
    }

    /// What kind of records it holds.
    enum Kind {
        case records
        /// Tables and histograms.
        case other
    }

    /// `nil` for what is not a block of the layout.
    func kind(in layout: NfcapdHeader.Layout) -> Kind? {
        switch (layout, type) {
        case (.one, 2), (.two, 3): .records
        case (.one, 1), (.one, 3), (.two, 4): .other
        default: nil
        }
    }

    /// Whether it is the header of a block that nfdump may have written.
    func isPlausible(in layout: NfcapdHeader.Layout) -> Bool {
        kind(in: layout) != nil && size > 0 && size <= Self.maximumSize
    }

    /// Where the first block at some place or behind it begins; `nil` where the file ends before, or is damaged.
    /// - Parameter start: where a block begins, or the file.
    static func firstBlock(
        behind place: UInt64, from start: UInt64, in file: PlacedFile, _ header: NfcapdHeader
    ) throws(ByteInputError.Problem) -> UInt64? {
        var position = max(start, UInt64(header.length))
        while position < place {
            let bytes = try file.bytes(from: position, count: length)
            guard bytes.count == length else { return nil }
            let block = Self(bytes.span, at: 0)
            guard block.isPlausible(in: header.layout) else { return nil }
            position += UInt64(length + block.size)
        }
        return position
    }

    /// Whether the block is not packed although the file is.
    var isUnpacked: Bool { flags & 1 != 0 }
}
