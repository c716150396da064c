/// A mirrored frame's header (draft-foschiano-erspan sections 4.2 and 4.3): type II has 8 bytes and version 1,
/// type III has 12 and version 2, with 8 more where its last bit says so. An Ethernet frame follows, or what the frame type
/// of type III says: bits 1 to 5 of its last two bytes, 0 for Ethernet and 2 for IP.
enum ERSPANHeader {
    /// The forms that have a header.
    enum Form: Equatable {
        case two
        case three
    }

    static func next(
        _ frame: Span<UInt8>, _ window: inout Window, _ form: Form
    ) throws(DecodingError) -> NextHeader {
        let (length, version): (Int, UInt8) =
            switch form {
            case .two: (8, 1)
            case .three: (12, 2)
            }
        try window.require(length, of: .erspan)
        let start = window.start
        guard frame[start] >> 4 == version else {
            throw DecodingError(.erspan, at: start, .malformed(field: .version))
        }
        let hasSubheader = form == .three && frame[start + 11] & 1 == 1
        let frameType: UInt8 = form == .three ? frame[start + 10] >> 2 & 0x1F : 0
        window.advance(hasSubheader ? length + 8 : length)
        switch frameType {
        case 0: return .ethernet
        case 2: return .ip
        default: throw DecodingError(.erspan, at: start, .unsupported(number: UInt32(frameType)))
        }
    }
}
