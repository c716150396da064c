/// How an nfcapd file begins, whatever its collector writes into the header when it closes the file.
///
/// While a file is written its header states no blocks. Their number, where the appendix lies and, in layout 1, name and totals
/// are put in at the end, so that these bytes do not tell whether two files are the same one.
package struct NfcapdBeginning: Equatable, Sendable {
    /// What stays as it is of the header, and the first block, as far as it is in the first bytes.
    package let lastingBytes: [UInt8]
    /// Whether its header was not completed yet: it is being written, or its collector was killed.
    package let isBeingWritten: Bool

    /// - Parameter head: a file's first bytes, as many as the length says, or all that there are.
    /// - Returns: `nil` where that is no such file, or its first block is not there in whole.
    package init?(head: ArraySlice<UInt8>, of length: Int) {
        let bytes = Array(head.prefix(length))
        guard let header = try? NfcapdHeader(head: bytes[...]) else { return nil }
        let start = header.length
        guard bytes.count >= start + NfcapdBlockHeader.length else { return nil }
        let end = start + NfcapdBlockHeader.length + NfcapdBlockHeader(bytes.span, at: start).size
        guard end <= bytes.count || bytes.count == length else { return nil }
        lastingBytes = Array(bytes[..<Self.lastingLength(header.layout)] + bytes[start..<min(end, bytes.count)])
        isBeingWritten = Self.statesNothing(bytes.span, header.layout)
    }

    /// Bytes of a header that its collector writes once: before the number of blocks, or of blocks of the appendix.
    private static func lastingLength(_ layout: NfcapdHeader.Layout) -> Int {
        switch layout {
        case .one: 8
        case .two: 18
        }
    }

    /// Whether a header states no blocks and no appendix.
    private static func statesNothing(_ bytes: Span<UInt8>, _ layout: NfcapdHeader.Layout) -> Bool {
        switch layout {
        case .one: bytes.load32(8) == 0
        case .two: bytes.load32(36) == 0 && bytes.load64(24) == 0
        }
    }
}
