import NetworkTypes

/// An interface description block's content (draft-ietf-opsawg-pcapng section 4.2).
///
/// Layout of its body: link type (2 bytes), reserved (2), snapshot length (4), options.
struct PcapngInterface: Equatable, Sendable {
    let linkType: LinkType
    /// Bytes kept of a packet at most; 0 means no limit.
    let snapLength: UInt32
    let resolution: TimestampResolution
    /// What was said to be lost from the beginning of the capture on.
    private var lost = PacketLoss()
    /// What packets said was lost before them, and is not part of `lost` yet.
    private var lostBeforePackets: UInt64 = 0

    static let minimumLength = 8

    /// `nil` when the body is shorter than its fixed fields.
    init?(_ body: UnsafeRawBufferPointer, _ order: ByteOrder) {
        guard body.count >= Self.minimumLength else { return nil }
        linkType = LinkType(rawValue: unsafe body.load16(0, order))
        snapLength = unsafe body.load32(4, order)
        resolution = unsafe Self.resolution(UnsafeRawBufferPointer(rebasing: body[Self.minimumLength...]), order)
    }

    /// Reads the options that matter.
    private static func resolution(_ options: UnsafeRawBufferPointer, _ order: ByteOrder) -> TimestampResolution {
        let (timeResolution, timeOffset): (UInt16, UInt16) = (9, 14)
        var resolution: UInt8 = 6
        var offsetSeconds: Int64 = 0
        unsafe PcapngOptions.forEach(options, order) { code, value in
            if code == timeResolution, value.count == 1 {
                resolution = unsafe value[0]
            } else if code == timeOffset, let seconds = unsafe PcapngOptions.number(value, order) {
                offsetSeconds = Int64(bitPattern: seconds)
            }
        }
        return TimestampResolution(option: resolution, offsetSeconds: offsetSeconds)
    }

    /// What was lost since it was last said, by what is said now to have been lost from the beginning on. What packets have
    /// said of themselves is part of it.
    mutating func newLosses(upTo all: PacketLoss) -> PacketLoss {
        var new = PacketLoss(
            kernel: Self.growth(from: lost.kernel, to: all.kernel),
            interface: Self.growth(from: lost.interface, to: all.interface))
        lost = all
        for counter in [\PacketLoss.kernel, \.interface] {
            let known = min(lostBeforePackets, new[keyPath: counter])
            lostBeforePackets -= known
            new[keyPath: counter] -= known
        }
        return new
    }

    /// Notes what a packet says was lost between it and the one before it on the interface.
    mutating func noteLost(beforePacket count: UInt64) {
        lostBeforePackets = min(lostBeforePackets + count, PacketLoss.mostStated)
    }

    /// A counter that has fallen began again.
    private static func growth(from last: UInt64, to now: UInt64) -> UInt64 { now >= last ? now - last : now }
}
