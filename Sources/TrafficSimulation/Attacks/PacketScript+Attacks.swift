extension PacketScript {
    private static let (host, origin) = (true, false)

    /// The port of GTP-U.
    static let tunnelPort: UInt16 = 2_152

    /// Answers to what was never asked; some hosts refuse them.
    static let backscatter = [
        PacketScript(.probed, [(origin, .synAck)]),
        PacketScript(.probed, [(origin, .rstAck)]),
        PacketScript(.probed, [(origin, .synAck), (host, .rst)]),
    ]
    static let errorBackscatter = [PacketScript(.probed, [(origin, .unreachable)])]

    /// Inner packets of a host count nowhere, for the outer source is not internal. Inner packets to it count, and it sent
    /// nothing.
    static let forgedTunnels = [
        PacketScript([], [Step(host, .syn, .forged(.gtpu))], flows: 0),
        PacketScript([], [Step(host, .syn, .forged(.gre)), Step(host, .message, .forged(.gre))], flows: 0),
        PacketScript(
            .probed,
            [
                Step(host, .syn, .forged(.gtpu)), Step(origin, .synAck, .forged(.gtpu)),
                Step(host, .message, .forged(.gtpu)), Step(origin, .message, .forged(.gtpu)),
            ]),
    ]
    /// … over UDP; and an origin's own datagram with a packet of the host inside, where the outermost header counts.
    static let forgedDatagramTunnels = [
        PacketScript(
            .probed, [Step(host, .datagram, .forged(.ipInIP)), Step(origin, .reply, .forged(.ipInIP))]),
        PacketScript(.probed, [Step(origin, .syn, .enclosing)]),
    ]

    /// A bot's datagrams with a decoy in front of what they carry, which the other end may do as well.
    static let decoyAttempts = [PacketScript(.attempted, [Step(host, .datagram, .decoy)])]
    static let decoyExchanges = [
        PacketScript(.exchanged, [Step(host, .datagram, .decoy), Step(origin, .reply, .decoy)]),
        PacketScript(.exchanged, [Step(host, .datagram, .decoy), Step(origin, .reply)]),
    ]

    /// A forged packet in front of a bot's call. The bot's SYN is the beginning, whatever the origin sent.
    static let forestalledAnswers = [
        PacketScript(.answered, [(origin, .rst), (host, .syn), (host, .syn)]),
        PacketScript(.answered, [(origin, .message), (host, .syn)]),
    ]
    static let forestalledExchanges = [
        PacketScript(
            .exchanged,
            [
                (origin, .message), (host, .syn), (origin, .synAck), (host, .ack), (host, .message), (origin, .message),
            ]),
        PacketScript(
            .exchanged,
            [(origin, .syn), (host, .syn), (origin, .synAck), (host, .ack), (host, .request), (origin, .response)]),
    ]
    /// A forged segment of a connection that does not exist, which a host refuses.
    static let firstSegments = [PacketScript(.probed, [(origin, .message), (host, .rst)])]
    /// A forged answer to a port from which a host asks, and what the host says to it: it came before.
    static let firstDatagrams = [PacketScript(.served, [(origin, .datagram), (host, .reply)])]
    static let unreachableFirstDatagrams = [
        PacketScript(.probed, [(origin, .datagram), (host, .unreachable)], flows: 2)
    ]

    static let visits = [
        PacketScript(
            .served,
            [
                (origin, .syn), (host, .synAck), (origin, .ack), (origin, .request), (host, .response),
                (origin, .finAck), (host, .finAck),
            ]),
        PacketScript(
            .served,
            [
                (origin, .syn), (host, .synAck), (origin, .ack), (origin, .request), (host, .response),
                (origin, .request), (host, .response), (origin, .rst),
            ]),
    ]
    /// The host says who it is, and says no.
    static let guesses = [
        PacketScript(
            .served,
            [
                (origin, .syn), (host, .synAck), (origin, .ack), (host, .message), (origin, .message), (host, .message),
                (origin, .message), (host, .message), (origin, .rstAck),
            ])
    ]
    static let reflections = [
        PacketScript(.served, [(origin, .datagram), (host, .reply)]),
        PacketScript(.served, [(origin, .datagram), (host, .reply), (host, .reply), (host, .reply)]),
    ]
    static let answersAlone = [
        PacketScript(.served, [(host, .reply)]),
        PacketScript(.served, [(host, .response), (host, .finAck)]),
        PacketScript(.probed, [(host, .synAck)]),
    ]

    /// Whether the origin's own datagrams carry packets of the host.
    var isEnclosing: Bool { steps.contains { $0.carriage == .enclosing } }
}
