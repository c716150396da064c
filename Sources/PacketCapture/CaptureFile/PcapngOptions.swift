/// The options behind a block's fields (draft-ietf-opsawg-pcapng section 3.5): code (2 bytes), length (2), value, padded to 32
/// bits. A malformed list ends where it goes wrong, as in libpcap.
enum PcapngOptions {
    static func forEach(
        _ options: UnsafeRawBufferPointer, _ order: ByteOrder, _ body: (UInt16, UnsafeRawBufferPointer) -> Void
    ) {
        let endOfOptions: UInt16 = 0
        var position = 0
        while options.count - position >= 4 {
            let code = unsafe options.load16(position, order)
            let length = Int(unsafe options.load16(position + 2, order))
            position += 4
            guard code != endOfOptions, length <= options.count - position else { return }
            unsafe body(code, UnsafeRawBufferPointer(rebasing: options[position..<position + length]))
            position += (length + 3) & ~3
        }
    }

    /// A number of 64 bits; `nil` for a value of another length.
    static func number(_ value: UnsafeRawBufferPointer, _ order: ByteOrder) -> UInt64? {
        guard value.count == 8 else { return nil }
        let words = unsafe (value.load32(0, order), value.load32(4, order))
        let (high, low) = order == .big ? words : (words.1, words.0)
        return UInt64(high) << 32 | UInt64(low)
    }

    /// A number of packets; one that no capture could have lost counts as the most that is believed.
    static func count(_ value: UnsafeRawBufferPointer, _ order: ByteOrder) -> UInt64? {
        unsafe number(value, order).map { min($0, PacketLoss.mostStated) }
    }

    /// How many packets were lost before the packet of a block (`epb_dropcount`, section 4.3); 0 where it does not say.
    static func dropCount(_ options: UnsafeRawBufferPointer, _ order: ByteOrder) -> UInt64 {
        let dropCount: UInt16 = 4
        var lost: UInt64 = 0
        unsafe forEach(options, order) { code, value in
            if code == dropCount { lost = unsafe count(value, order) ?? 0 }
        }
        return lost
    }
}
