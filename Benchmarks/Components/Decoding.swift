import Benchmark
import NetworkTypes
import PacketDecoding

func addDecodingBenchmarks() {
    var random = RandomAddresses(seed: 1)
    let outside = random.outside()
    addDecoding("decode-a-frame-of-TCP-on-IPv4", SampleFrames.tcp(with: outside))
    addDecoding("decode-a-frame-of-UDP-on-IPv6", SampleFrames.udp6(with: random.outside6()))
    addDecoding("decode-a-frame-of-TCP-on-IPv4-with-a-VLAN-tag", SampleFrames.taggedTCP(with: outside))
    addDecoding("decode-a-frame-of-TCP-in-GRE", SampleFrames.gre(with: outside))
    addDecoding("decode-a-frame-of-TCP-in-VXLAN", SampleFrames.vxlan(with: outside))
}

/// The decoder on one frame, over and over, with all packets in it.
private func addDecoding(_ name: String, _ frame: [UInt8]) {
    Benchmark(name, configuration: .million) { benchmark in
        let decoder = FrameDecoder(tunnels: .innermost)
        var ports = 0
        for _ in benchmark.scaledIterations {
            if let packet = decoder.usualPacket(frame.span, linkType: .ethernet, originalLength: frame.count) {
                ports &+= Int(packet.destinationPort)
                continue
            }
            var chain = try decoder.chain(frame.span, linkType: .ethernet, originalLength: frame.count)
            while let packet = chain.next(frame.span) { ports &+= Int(packet.destinationPort) }
        }
        blackHole(ports)
    }
}
