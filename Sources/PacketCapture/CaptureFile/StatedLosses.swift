package import NetworkTypes

/// Packets that a capture says were lost before they reached it, by the hour in which it says so: its packets are not all
/// that there were.
package struct StatedLosses: Equatable, Sendable {
    package private(set) var byHour: [Hour: PacketLoss] = [:]

    package init() {}

    package var isEmpty: Bool { byHour.isEmpty }

    mutating func note(_ loss: PacketLoss, at time: Timestamp) {
        guard !loss.isNone else { return }
        byHour[Hour(containing: time), default: PacketLoss()].add(loss)
    }

    mutating func formUnion(_ other: StatedLosses) {
        for (hour, loss) in other.byHour { byHour[hour, default: PacketLoss()].add(loss) }
    }
}
