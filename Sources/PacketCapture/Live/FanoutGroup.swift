import ByteInput
import CPcap
import Glibc

/// Handles of one interface among which the kernel shares out the packets, by a hash over the two ends of a flow that is
/// the same for both directions (PACKET_FANOUT, packet(7)).
///
/// The kernel's offer to put fragments together first is declined: they would be counted as one packet.
package struct FanoutGroup {
    /// 16 bits, drawn by the kernel so that no other process uses it.
    private var identifier: UInt32?

    package init() {}

    /// Adds a handle to the group; the first one founds it.
    mutating func join(_ handle: borrowing PcapHandle) throws(CaptureError.Problem) {
        let mode = UInt32(PACKET_FANOUT_HASH) << 16
        let founding = UInt32(PACKET_FANOUT_FLAG_UNIQUEID) << 16
        var option = identifier.map { mode | $0 } ?? (mode | founding)
        let length = socklen_t(MemoryLayout<UInt32>.size)
        guard unsafe setsockopt(handle.descriptor, SOL_PACKET, PACKET_FANOUT, &option, length) == 0 else {
            throw .system(operation: "share its packets among workers", reason: lastSystemError())
        }
        guard identifier == nil else { return }
        var given = length
        guard unsafe getsockopt(handle.descriptor, SOL_PACKET, PACKET_FANOUT, &option, &given) == 0 else {
            throw .system(operation: "share its packets among workers", reason: lastSystemError())
        }
        identifier = option & 0xFFFF
    }
}
