package import NetworkTypes
package import PacketCapture
package import PacketDecoding
package import Watchlist

/// Turns frames into sightings of origins on the watchlist, and keeps account of every frame.
package struct Classifier: Sendable {
    private let watchlist: Watchlist
    private let internalNetworks: PrefixSet
    private let decoder: FrameDecoder
    package private(set) var ledger = PacketLedger()

    package init(watchlist: Watchlist, internalNetworks: PrefixSet, tunnels: TunnelPolicy) {
        self.watchlist = watchlist
        self.internalNetworks = internalNetworks
        decoder = FrameDecoder(tunnels: tunnels)
    }

    /// Classifies every frame of a batch, in order.
    package mutating func classify(_ batch: borrowing FrameBatch, into sink: inout some SightingSink) {
        let bytes = batch.bytes.span
        for frame in batch.frames {
            ledger.enter(frame.time)
            ledger.current.seen += 1
            if frame.capturedLength < frame.originalLength { ledger.current.cut += 1 }
            let start = Int(frame.offset)
            let captured = bytes.extracting(start..<start + Int(frame.capturedLength))
            do {
                let packet = try decoder.decode(
                    captured, linkType: frame.linkType, originalLength: Int(frame.originalLength))
                ledger.current.decoded += 1
                if !packet.remarks.isEmpty { ledger.current.remarked[packet.remarks, default: 0] += 1 }
                guard let sighting = sighting(packet, at: frame.time) else { continue }
                ledger.current.matched += 1
                sink.record(sighting)
            } catch {
                ledger.current.undecoded[error.reason, default: 0] += 1
            }
        }
    }

    /// The packet as a sighting, when exactly one end is internal and the watchlist names the other.
    private func sighting(_ packet: DecodedPacket, at time: Timestamp) -> Sighting? {
        let sourceIsInternal = internalNetworks.contains(packet.source)
        guard sourceIsInternal != internalNetworks.contains(packet.destination) else { return nil }
        let (host, hostPort, origin, originPort) =
            sourceIsInternal
            ? (packet.source, packet.sourcePort, packet.destination, packet.destinationPort)
            : (packet.destination, packet.destinationPort, packet.source, packet.sourcePort)
        let match = watchlist.match(origin, port: originPort, transport: packet.transport, at: time)
        guard let match else { return nil }
        return Sighting(
            time: time, host: host, origin: origin, hostPort: hostPort, originPort: originPort,
            transport: packet.transport, direction: sourceIsInternal ? .fromHost : .fromOrigin,
            length: packet.length, payloadLength: packet.payloadLength, tcpFlags: packet.tcpFlags,
            isICMPError: packet.isICMPError, attribution: match)
    }
}
