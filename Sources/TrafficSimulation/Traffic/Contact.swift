/// What a host and an origin do in an hour: a script, when it begins, and over which ports.
struct Contact {
    let script: PacketScript
    /// How often the script is played, each time as a flow of its own.
    let repetitions: Int
    private(set) var start: UInt32
    private(set) var hostPort: UInt16
    private(set) var originPort: UInt16
    private let callerIsHost: Bool

    /// One exchange in so many happens twice.
    private static let oneTwice: UInt64 = 8
    /// One contact in so many is of datagrams, where the entry names no port of TCP.
    private static let oneOfDatagrams: UInt64 = 8
    private static let originPorts: [UInt16] = [80, 443, 1_863, 8_081]
    private static let hostPorts: [UInt16] = [22, 23, 445, 3_389]
    private static let datagramPort: UInt16 = 16_464

    /// Draws what happens. Grades are drawn by their shares.
    init(
        of origin: SimulatedOrigin, _ grades: TrafficPlan.GradeMix, _ disguise: Disguise? = nil,
        _ random: inout SeededGenerator
    ) {
        let scripts: [PacketScript]
        switch origin.role {
        case .backDoor: scripts = PacketScript.intrusions
        case .scanner, .attacker: scripts = PacketScript.probes
        case .controller:
            let mayBeUDP = origin.port == nil && random.next() % Self.oneOfDatagrams == 0
            scripts = disguise?.scripts(grades, &random) ?? Self.scripts(grades, mayBeUDP: mayBeUDP, &random)
        }
        script = scripts[Int(random.next() % UInt64(scripts.count))]
        repetitions = script.outcome == .exchanged && random.next() % Self.oneTwice == 0 ? 2 : 1
        let room = HourOfTraffic.microseconds - script.longestDuration * UInt32(repetitions)
        start = UInt32(truncatingIfNeeded: random.next() % UInt64(room))
        callerIsHost = origin.role == .controller
        (hostPort, originPort) = Self.ports(of: origin, script, &random)
        if disguise == .decoy { originPort = PacketScript.tunnelPort }
    }

    /// Plays a script once, at any time of the hour.
    init(_ script: PacketScript, ports: (host: UInt16, origin: UInt16), _ random: inout SeededGenerator) {
        self.script = script
        repetitions = 1
        callerIsHost = false
        (hostPort, originPort) = ports
        start = UInt32(
            truncatingIfNeeded: random.next() % UInt64(HourOfTraffic.microseconds - script.longestDuration))
    }

    private static func scripts(
        _ grades: TrafficPlan.GradeMix, mayBeUDP: Bool, _ random: inout SeededGenerator
    ) -> [PacketScript] {
        let draw = Int(random.next() % UInt64(grades.sum))
        if draw < grades.attempted { return mayBeUDP ? PacketScript.datagramAttempts : PacketScript.attempts }
        if draw < grades.attempted + grades.answered { return PacketScript.answers }
        return mayBeUDP ? PacketScript.datagramExchanges : PacketScript.exchanges
    }

    /// The caller's port is one that is free; the other end's is that of a service. ICMP has none.
    private static func ports(
        of origin: SimulatedOrigin, _ script: PacketScript, _ random: inout SeededGenerator
    ) -> (host: UInt16, origin: UInt16) {
        guard !script.isICMP else { return (0, 0) }
        let free = 49_152 + UInt16(random.next() % 16_000)
        let choice = Int(random.next() % 4)
        switch origin.role {
        case .controller: return (free, origin.port ?? (script.isUDP ? datagramPort : originPorts[choice]))
        case .backDoor: return (choice < 3 ? 443 : 22, free)
        case .scanner, .attacker: return (script.isUDP ? 161 : hostPorts[choice], free)
        }
    }

    /// Makes ready to play the script again behind the last time, from the caller's next port.
    mutating func goOn() {
        start += script.longestDuration
        if callerIsHost { hostPort += 1 } else { originPort += 1 }
    }
}
