package import ByteInput

/// How the records of a flow log are to be read from some place on: the format, and what stood before that place.
package struct LogLayout: Equatable, Sendable {
    enum State: Equatable, Sendable {
        /// Templates and sampling, in the form of `SavedExportState`.
        case ipfix([UInt8])
        case nfcapd(NfcapdState)
        case zeek(TextLayout<ZeekDialect>)
        case suricata(TextLayout<SuricataDialect>)
        case aws(TextLayout<AWSDialect>)
        case gcp(TextLayout<GCPDialect>)
        case azure(TextLayout<AzureDialect>)
        case argus(TextLayout<ArgusDialect>)
    }

    package let format: LogFormat
    let state: State
    /// What is to stand behind the bytes before a place where this layout holds, in a digest by which the place is found
    /// again: something only where the first bytes of the log do not say how to go on.
    package let mark: [UInt8]
    /// Whether a record can be found from any byte on, so that parts of a file can be read at the same time.
    package let canBeCut: Bool
}

extension LogLayout {
    init<Dialect>(_ text: TextLayout<Dialect>) {
        format = Dialect.format
        state = Dialect.state(text)
        mark = text.dialect == text.opening && text.shape != .document(isWrapped: true) ? [] : [1] + text.dialect.mark
        canBeCut = text.shape == .lines && text.dialect.canBeCut
    }

    init(_ state: NfcapdState) {
        format = .nfcapd
        self.state = .nfcapd(state)
        mark = state.isNew ? [] : [1]
        canBeCut = true
    }

    /// Where the first record at a cut or behind it seems to begin; `nil` where none is found.
    ///
    /// Of lines some bytes behind the cut are read, of nfcapd files the headers of all blocks before it.
    /// - Parameter start: where a record begins, before the cut.
    package func firstRecord(
        behind cut: UInt64, from start: UInt64, in file: PlacedFile
    ) throws(ByteInputError.Problem) -> UInt64? {
        guard canBeCut else { return nil }
        if case .nfcapd(let state) = state {
            return try NfcapdBlockHeader.firstBlock(behind: cut, from: start, in: file, state.header)
        }
        for length in [64 * 1_024, 1_024 * 1_024 + 64 * 1_024] {
            // A line may begin at the cut itself: then the byte before it ends one.
            let before = max(cut, 1) - 1
            let bytes = try file.bytes(from: before, count: length)
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return before + UInt64(end) + 1 }
        }
        return nil
    }
}
