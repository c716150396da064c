import CensusModel
import Classification
import NetworkTypes
import PacketCapture
import PacketDecoding

extension Coverage {
    /// The classifier's account of an hour, its reasons by name.
    init(_ account: PacketAccount) {
        self.init()
        seen = account.seen
        decoded = account.decoded
        matched = account.matched
        for (reason, packets) in account.undecoded {
            let kind = reason.nonIPKind == nil ? \Self.undecoded : \Self.notIP
            self[keyPath: kind][reason.name, default: 0] += packets
        }
        remarked = account.remarksByName
    }
}

extension Coverage {
    /// Notes packets that were lost, by where.
    mutating func add(_ loss: PacketLoss) {
        if loss.kernel > 0 { dropped["kernel"] = (dropped["kernel"] ?? 0).addingClamped(loss.kernel) }
        if loss.interface > 0 { dropped["interface"] = (dropped["interface"] ?? 0).addingClamped(loss.interface) }
    }
}

extension [Hour: Coverage] {
    /// Notes what a capture says was lost.
    mutating func add(_ losses: StatedLosses) {
        for (hour, loss) in losses.byHour { self[hour, default: Coverage()].add(loss) }
    }
}
