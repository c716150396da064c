/// Why a packet that met a listed address does not count. The raw value is the name in coverage.
package enum PacketNearMiss: String, CaseIterable, Sendable {
    /// Neither of its ends is internal.
    case noInternalEnd = "near_miss_no_internal_end"
    /// An entry of the packet's port and protocol does not hold at its time, or none does that names the address.
    case outsideDates = "near_miss_outside_dates"
    /// The entries that hold are for another port or protocol.
    case onAnotherPort = "near_miss_other_port"
    /// An entry that holds names a port, and the packet has none.
    case withoutPort = "fragment_without_port"
}
