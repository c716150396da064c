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
        for (reason, packets) in account.undecoded { undecoded[reason.name, default: 0] += packets }
        for (remark, name) in DecodedPacket.Remarks.names {
            let packets = account.count(of: remark)
            if packets > 0 { remarked[name] = packets }
        }
        if account.cut > 0 { remarked["cut"] = account.cut }
    }
}
