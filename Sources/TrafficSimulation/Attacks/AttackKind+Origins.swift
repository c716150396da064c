import CensusModel
import NetworkTypes

extension AttackKind {
    /// Whether an origin can do this: its packets have to match its entry, and must not amount to an intrusion.
    func isPossible(from origin: SimulatedOrigin, listedAs threatClass: ThreatClass) -> Bool {
        guard origin.role == .attacker || origin.role == .controller else { return false }
        let isAnyPort = origin.port == nil
        switch self {
        case .backscatter, .firstPacket: return true
        case .forgedTunnel: return !origin.isIPv6
        case .decoy: return isAnyPort && !origin.isIPv6 && origin.role == .controller
        // Websites have IPv4. A connection that a back door begins and a host answers is an intrusion.
        case .crawler: return isAnyPort && !origin.isIPv6 && threatClass != .backdoor
        case .bruteForce: return isAnyPort && threatClass != .backdoor
        case .reflection, .answerAlone: return isAnyPort
        }
    }

    /// What may happen with an origin, to choose from. ICMP and UDP do not match an entry that names a port of TCP.
    func scripts(from origin: SimulatedOrigin) -> [PacketScript] {
        let isAnyPort = origin.port == nil
        switch self {
        case .backscatter:
            return PacketScript.backscatter + (isAnyPort && !origin.isIPv6 ? PacketScript.errorBackscatter : [])
        case .forgedTunnel:
            return PacketScript.forgedTunnels + (isAnyPort ? PacketScript.forgedDatagramTunnels : [])
        case .decoy: return PacketScript.decoyAttempts + PacketScript.decoyExchanges
        case .firstPacket:
            guard isAnyPort else { return PacketScript.firstSegments }
            return PacketScript.firstSegments + PacketScript.firstDatagrams
                + (origin.isIPv6 ? [] : PacketScript.unreachableFirstDatagrams)
        case .crawler: return PacketScript.visits
        case .bruteForce: return PacketScript.guesses
        case .reflection: return PacketScript.reflections
        case .answerAlone: return PacketScript.answersAlone
        }
    }

    /// The ports of host and origin. Each kind has free ports of its own, none of which bots and scanners use, so that no two
    /// contacts of different kinds are one flow.
    func ports(
        of origin: SimulatedOrigin, _ script: PacketScript, _ random: inout SeededGenerator
    ) -> (host: UInt16, origin: UInt16) {
        guard !script.isICMP else { return (0, 0) }
        let free = 33_000 + Self.freePorts * UInt16(rawValue) + UInt16(random.next() % UInt64(Self.freePorts))
        let choice = Int(random.next() % 4)
        switch self {
        case .forgedTunnel where script.isEnclosing: return (PacketScript.tunnelPort, free)
        case .decoy: return (free, PacketScript.tunnelPort)
        case .backscatter, .forgedTunnel, .firstPacket:
            return (free, origin.port ?? (script.isUDP ? Self.datagramServices : Self.services)[choice])
        case .crawler: return (choice < 2 ? 80 : 443, free)
        case .bruteForce: return (Self.logins[choice], free)
        case .reflection, .answerAlone:
            return ((script.isUDP ? Self.datagramServices : Self.services)[choice], free)
        }
    }

    private static let freePorts: UInt16 = 1_900
    private static let services: [UInt16] = [443, 80, 25, 22]
    private static let datagramServices: [UInt16] = [53, 123, 161, 389]
    private static let logins: [UInt16] = [22, 23, 445, 3_389]
}
