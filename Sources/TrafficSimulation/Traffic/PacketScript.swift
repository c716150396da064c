import NetworkTypes

/// What two ends send each other, packet by packet, and what that is evidence for.
struct PacketScript {
    struct Step {
        let isFromHost: Bool
        let kind: PacketKind
        let carriage: Carriage
        /// Microseconds behind the step before; up to twice as many.
        let delay: UInt32

        init(_ isFromHost: Bool, _ kind: PacketKind, _ carriage: Carriage = .plain, delay: UInt32 = usualDelay) {
            (self.isFromHost, self.kind, self.carriage, self.delay) = (isFromHost, kind, carriage, delay)
        }

        static let usualDelay: UInt32 = 30_000

        /// Whether the packet counts: not where it is a host's, and comes from outside in a tunnel.
        var isCounted: Bool {
            if case .forged = carriage { !isFromHost } else { true }
        }

        /// The length of the packet that counts, in bytes.
        func length(overIPv6: Bool) -> Int {
            switch carriage {
            case .plain, .forged: kind.length(overIPv6: overIPv6)
            case .decoy, .enclosing: kind.length(overIPv6: overIPv6) + Self.tunnelHeaders
            }
        }

        /// The bytes of GTP-U, IPv4 and UDP.
        private static let tunnelHeaders = 8 + 20 + 8
    }

    /// Of nothing where no packet counts.
    let outcome: Outcome
    let steps: [Step]
    /// How many flows the packets make: an ICMP message belongs to none of TCP or UDP.
    let flows: UInt64
    /// How many packets count, and how many are left out.
    let (packets, leftOut): (UInt64, UInt64)
    let length4: UInt64
    let length6: UInt64

    /// - Parameter steps: who sends what, `true` for the host.
    init(
        _ outcome: Outcome, _ steps: [(Bool, PacketKind)], flows: UInt64 = 1, delay: UInt32 = Step.usualDelay
    ) {
        self.init(outcome, steps.map { Step($0.0, $0.1, delay: delay) }, flows: flows)
    }

    init(_ outcome: Outcome, _ steps: [Step], flows: UInt64 = 1) {
        self.outcome = outcome
        self.steps = steps
        self.flows = flows
        let counted = steps.filter(\.isCounted)
        (packets, leftOut) = (UInt64(counted.count), UInt64(steps.count - counted.count))
        length4 = counted.reduce(0) { $0 + UInt64($1.length(overIPv6: false)) }
        length6 = counted.reduce(0) { $0 + UInt64($1.length(overIPv6: true)) }
    }

    func length(overIPv6: Bool) -> UInt64 { overIPv6 ? length6 : length4 }

    /// Behind the last step no script has anything under way.
    var longestDuration: UInt32 { steps.reduce(0) { $0 + $1.delay * 2 } }

    var isUDP: Bool { steps.contains { $0.kind.transport == .udp } }
    var isICMP: Bool { steps.allSatisfy { $0.kind.transport == .icmp } }
}

// MARK: - The scripts

extension PacketScript {
    private static let (host, origin) = (true, false)

    /// A host looks for a server that is gone.
    static let attempts = [
        PacketScript(.attempted, [(host, .syn)]),
        PacketScript(.attempted, [(host, .syn), (host, .syn)], delay: 1_000_000),
        PacketScript(.attempted, [(host, .syn), (host, .syn), (host, .syn)], delay: 2_000_000),
    ]
    /// The server refuses, or takes the connection and nothing comes of it.
    static let answers = [
        PacketScript(.answered, [(host, .syn), (origin, .rstAck)]),
        PacketScript(.answered, [(host, .syn), (origin, .synAck), (host, .ack)]),
    ]
    static let exchanges = [
        PacketScript(
            .exchanged, [(host, .syn), (origin, .synAck), (host, .ack), (host, .message), (origin, .message)]),
        PacketScript(
            .exchanged,
            [
                (host, .syn), (origin, .synAck), (host, .ack), (host, .request), (origin, .response), (host, .finAck),
                (origin, .finAck),
            ]),
    ]
    static let datagramAttempts = [PacketScript(.attempted, [(host, .datagram)])]
    static let datagramExchanges = [PacketScript(.exchanged, [(host, .datagram), (origin, .reply)])]
    /// A back door: the origin comes in, and is answered.
    static let intrusions = [
        PacketScript(
            .intruded,
            [
                (origin, .syn), (host, .synAck), (origin, .ack), (origin, .request), (host, .response),
                (origin, .finAck), (host, .finAck),
            ])
    ]
    /// What a scan meets: nothing, a refusal, an open port, a closed one, and an echo.
    static let probes = [
        PacketScript(.probed, [(origin, .syn)]),
        PacketScript(.probed, [(origin, .syn), (host, .rstAck)]),
        PacketScript(.probed, [(origin, .syn), (host, .synAck), (origin, .rst)]),
        PacketScript(.probed, [(origin, .datagram), (host, .unreachable)], flows: 2),
        PacketScript(.probed, [(origin, .ping), (host, .pong)]),
    ]
}
