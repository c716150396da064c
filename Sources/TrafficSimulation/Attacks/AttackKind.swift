/// How somebody outside plays with a count, or a bot with those who count it.
enum AttackKind: UInt8, CaseIterable {
    /// What a server that is flooded in the hosts' names sends them: answers to what they never asked.
    case backscatter
    /// Tunnels from outside in which packets of hosts seem to travel.
    case forgedTunnel
    /// Headers of a tunnel in front of what a bot sends, to be taken for its addresses.
    case decoy
    /// A forged packet in front of a bot's call, or in front of what a host then answers.
    case firstPacket
    /// A listed address that fetches pages from web servers.
    case crawler
    /// A listed address that tries passwords.
    case bruteForce
    /// Questions to servers in the name of a listed address, to which the answers go.
    case reflection
    /// Answers of servers whose questions took another way.
    case answerAlone

    /// The figure of a plan that asks for it.
    var figure: WritableKeyPath<TrafficPlan.Attacks, Int> {
        switch self {
        case .backscatter: \.backscatter
        case .forgedTunnel: \.forgedTunnels
        case .decoy: \.decoys
        case .firstPacket: \.firstPackets
        case .crawler: \.crawlers
        case .bruteForce: \.bruteForce
        case .reflection: \.reflections
        case .answerAlone: \.answersAlone
        }
    }

    /// The name of that figure.
    var name: String {
        switch self {
        case .backscatter: "backscatter"
        case .forgedTunnel: "forgedTunnels"
        case .decoy: "decoys"
        case .firstPacket: "firstPackets"
        case .crawler: "crawlers"
        case .bruteForce: "bruteForce"
        case .reflection: "reflections"
        case .answerAlone: "answersAlone"
        }
    }
}
