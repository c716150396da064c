/// A header of "Anything in Anything" (draft-massar-v6ops-ayiya section 4): identity's length as a power of two and its
/// type (1 byte), signature's length in words and its kind (1), authentication and operation (1), next header (1), time
/// (4), identity, signature.
enum AYIYAHeader {
    private static let minimumLength = 8
    private static let forward: UInt8 = 1

    static func next(_ frame: Span<UInt8>, _ window: inout Window) throws(DecodingError) -> NextHeader {
        try window.require(minimumLength, of: .ayiya)
        let start = window.start
        guard frame[start + 2] & 0x0F == forward else { throw DecodingError(.ayiya, at: start, .notIP(.tunnelControl)) }
        let number = frame[start + 3]
        window.advance(minimumLength + (1 << Int(frame[start] >> 4)) + Int(frame[start + 1] >> 4) * 4)
        guard let next = try Tunnel.content(frame, &window, of: number) else {
            throw DecodingError(.ayiya, at: start, .unsupported(number: UInt32(number)))
        }
        return next
    }
}
