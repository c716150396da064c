package import CensusModel
import NetworkTypes
package import PacketDecoding

/// What a frame shows, once all of its IP packets were asked.
package struct PacketVerdict {
    /// The packet that counts; `nil` when none does.
    package var observation: Observation?
    /// What is odd about the packets. Of one that matches nothing the transport header is not looked at, so what is odd
    /// about that is not told either.
    package var remarks = DecodedPacket.Remarks(rawValue: 0)
    /// Why the frame does not count, where it met a listed address.
    package var nearMiss: PacketNearMiss?
    package var end = HeaderChain.End.complete

    package init() {}
}
