import NetworkTypes

/// What an interface statistics block says was lost (draft-ietf-opsawg-pcapng section 4.6): from the beginning of the capture
/// on, by the interface (`isb_ifdrop`) and by the operating system (`isb_osdrop`).
///
/// Layout of its body: interface (4 bytes), time (4 high, 4 low), options.
struct PcapngStatistics {
    let interface: Int
    /// In units of the interface's clock.
    let units: UInt64
    let lost: PacketLoss

    private static let minimumLength = 12
    private static let (interfaceDrops, systemDrops): (UInt16, UInt16) = (5, 7)

    /// `nil` when the body is shorter than its fixed fields.
    init?(_ body: UnsafeRawBufferPointer, _ order: ByteOrder) {
        guard body.count >= Self.minimumLength else { return nil }
        interface = Int(unsafe body.load32(0, order))
        units = unsafe UInt64(body.load32(4, order)) << 32 | UInt64(body.load32(8, order))
        var lost = PacketLoss()
        let options = unsafe UnsafeRawBufferPointer(rebasing: body[Self.minimumLength...])
        unsafe PcapngOptions.forEach(options, order) { code, value in
            guard let count = unsafe PcapngOptions.count(value, order) else { return }
            switch code {
            case Self.interfaceDrops: lost.interface = count
            case Self.systemDrops: lost.kernel = count
            default: break
            }
        }
        self.lost = lost
    }
}
