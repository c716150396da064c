import CensusModel
import NetworkTypes
import PacketDecoding

/// What the outer headers of a tunnelled packet let be said of it.
///
/// Anybody can write any packet into a tunnel. So an inner packet is believed to come from a host of ours only where all
/// that carried it did, and to go to one only where all that carried it do. A datagram that leaves our networks may be an
/// answer to a port that an outsider chose: nothing in it is believed to come from a host.
struct TunnelWay {
    private var comesFromUs = true
    private var goesToUs = true
    private var isInForeignDatagram = false

    /// Goes on into what a packet carries.
    ///
    /// - Parameter isOurs: whether an address is internal, or a peer's.
    mutating func enter(_ packet: DecodedPacket, _ isOurs: (IPAddress) -> Bool) {
        let goesToUs = isOurs(packet.destination)
        comesFromUs = comesFromUs && isOurs(packet.source)
        self.goesToUs = self.goesToUs && goesToUs
        if packet.transport == .udp, !goesToUs { isInForeignDatagram = true }
    }

    func allows(_ direction: Observation.Direction) -> Bool {
        switch direction {
        case .fromHost: comesFromUs && !isInForeignDatagram
        case .fromOrigin: goesToUs
        }
    }
}
