package import CensusModel
package import PacketDecoding

/// What became of the packets of one hour. Every packet is in `seen`, and in either `decoded` or `undecoded`.
package struct PacketAccount: Equatable, Sendable {
    package var seen: UInt64 = 0
    package var decoded: UInt64 = 0
    /// Those without an IP packet, by why; some reasons say that there could not be one.
    package var undecoded: [UndecodedReason: UInt64] = [:]
    /// Packets of which the capture holds less than there was on the wire.
    package var cut: UInt64 = 0
    /// Packets between an internal host and an origin on the watchlist.
    package var matched: UInt64 = 0
    /// Decoded packets with something odd about them, by what it was.
    package var remarked: [DecodedPacket.Remarks: UInt64] = [:]
    /// Decoded packets with a tunnel that was recognised and not followed, by its kind.
    package var tunnelsNotFollowed: [UndecodedReason: UInt64] = [:]
    /// Packets that met a listed address and did not count, by why not.
    package var nearMisses: [PacketNearMiss: UInt64] = [:]

    package init() {}

    /// Counts what was seen of a packet that was decoded.
    mutating func note(_ verdict: PacketVerdict) {
        decoded += 1
        if verdict.observation != nil { matched += 1 }
        if !verdict.remarks.isEmpty { remarked[verdict.remarks, default: 0] += 1 }
        if let nearMiss = verdict.nearMiss { nearMisses[nearMiss, default: 0] += 1 }
        if case .notFollowed(let reason) = verdict.end { tunnelsNotFollowed[reason, default: 0] += 1 }
    }

    /// What was odd about packets, by its name in coverage.
    package var remarksByName: [String: UInt64] {
        var remarks: [String: UInt64] = [:]
        for (remark, name) in DecodedPacket.Remarks.names {
            let packets = count(of: remark)
            if packets > 0 { remarks[name] = packets }
        }
        for (reason, packets) in tunnelsNotFollowed {
            remarks["tunnel_not_followed_\(reason.name)", default: 0] += packets
        }
        for (nearMiss, packets) in nearMisses { remarks[nearMiss.rawValue] = packets }
        if cut > 0 { remarks["cut"] = cut }
        return remarks
    }

    /// How many decoded packets had a remark.
    package func count(of remark: DecodedPacket.Remarks) -> UInt64 {
        remarked.reduce(0) { $1.key.contains(remark) ? $0 + $1.value : $0 }
    }
}
