import CensusModel
import Classification
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
