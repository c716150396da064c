import ArgumentParser
import PacketDecoding

/// What is to become of packets inside packets.
struct TunnelOptions: ParsableArguments {
    @Option(
        help: """
            How far tunnels are followed: innermost, to the outermost IP header that matches; outermost, only the first \
            IP header is looked at.
            """)
    var tunnels: TunnelPolicy = .innermost

    @Option(
        help: ArgumentHelp(
            "Ends of tunnels outside your networks whose content is trusted: a/b,c/d or a file of them.",
            valueName: "networks"))
    var tunnelPeers: String?
}
