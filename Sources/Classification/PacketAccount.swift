package import PacketDecoding

/// What became of the packets of one hour. Every packet is in `seen`, and in either `decoded` or `undecoded`.
package struct PacketAccount: Equatable, Sendable {
    package var seen: UInt64 = 0
    package var decoded: UInt64 = 0
    package var undecoded: [UndecodedReason: UInt64] = [:]
    /// Packets of which the capture holds less than there was on the wire.
    package var cut: UInt64 = 0
    /// Packets between an internal host and an origin on the watchlist.
    package var matched: UInt64 = 0
    /// Decoded packets with something odd about them, by what it was.
    package var remarked: [DecodedPacket.Remarks: UInt64] = [:]

    package init() {}

    /// Counts what was odd about a decoded packet. Of a packet that matches nothing the transport header is not looked at,
    /// so what is odd about it is not counted either.
    package mutating func note(_ remarks: DecodedPacket.Remarks, isMatched: Bool) {
        let counted = isMatched ? remarks : remarks.subtracting(.transportIncomplete)
        if !counted.isEmpty { remarked[counted, default: 0] += 1 }
    }

    /// How many decoded packets had a remark.
    package func count(of remark: DecodedPacket.Remarks) -> UInt64 {
        remarked.reduce(0) { $1.key.contains(remark) ? $0 + $1.value : $0 }
    }
}
