/// Why a walk over records ended, at the first record that it could not hand on.
enum RecordWalk: Equatable {
    /// So many bytes are needed from where the walk stands; `packet` when a packet's own bytes are missing.
    case needs(Int, packet: Bool)
    /// A block without frames reaches beyond the buffer: pass over so many bytes.
    case skip(UInt64)
    /// There is no room for another frame, or the limit is reached.
    case full
    case malformed(CaptureError.Problem)
    /// The header of another capture begins where a record should, as where files were joined by `cat`.
    case anotherCapture
    /// So many bytes are left in the buffer, and all are zero: what follows says whether they are records.
    case zeros(Int)
}

/// The longest record that is believed: libpcap's MAXIMUM_SNAPLEN and room for a link header.
let maximumRecordLength = 256 * 1_024 + 64
