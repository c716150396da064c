import CensusModel
import NetworkTypes

/// What is asked of a packet's ends: its addresses as they are meant, and what tells its flow.
struct PacketEnds<Address: ListedAddress> {
    let source: Address
    let destination: Address
    let sourcePort: UInt16
    let destinationPort: UInt16
    let transport: TransportProtocol
}

/// What became of the question whether one end of a packet is internal and the other listed.
enum PacketMeeting<Address: ListedAddress> {
    case match(host: Address, origin: Address, PacketMatch)
    case nearMiss(PacketNearMiss)
    case nothing
}

/// A match but for its addresses.
struct PacketMatch {
    let hostPort: UInt16
    let originPort: UInt16
    let direction: Observation.Direction
    let attribution: AttributionID
}
