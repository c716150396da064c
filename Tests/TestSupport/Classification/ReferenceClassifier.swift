package import CensusModel
package import Classification
package import NetworkTypes
package import PacketCapture
package import PacketDecoding
package import Watchlist

/// Keeps what a classifier finds, as text.
package struct SightingLog: ObservationSink {
    package var lines: [String] = []

    package init() {}

    package mutating func record(_ observation: Observation) { lines.append("\(observation)") }
}

/// The rules of counting, one frame after another, header by header: what the short ways are held against.
package struct ReferenceClassifier {
    private let watchlist: Watchlist
    private let decoder: FrameDecoder
    package private(set) var log = SightingLog()
    package private(set) var accounts: [Hour: PacketAccount] = [:]

    package init(watchlist: Watchlist, tunnels: TunnelPolicy) {
        self.watchlist = watchlist
        decoder = FrameDecoder(tunnels: tunnels)
    }

    /// Classifies every frame of a batch, in order.
    package mutating func classify(_ batch: FrameBatch) {
        for index in 0..<batch.frames.count { classify(batch.frames[index], batch.bytes.span) }
    }

    private mutating func classify(_ frame: Frame, _ bytes: Span<UInt8>) {
        var account = accounts[Hour(containing: frame.time)] ?? PacketAccount()
        account.seen += 1
        if frame.capturedLength < frame.originalLength { account.cut += 1 }
        do {
            let packet = try decoder.decodeHeaderByHeader(
                bytes.extracting(Int(frame.offset)..<frame.end), linkType: frame.linkType,
                originalLength: Int(frame.originalLength))
            account.decoded += 1
            let isMatched = note(packet, at: frame.time)
            account.matched += isMatched ? 1 : 0
            account.note(packet.remarks, isMatched: isMatched)
        } catch {
            account.undecoded[error.reason, default: 0] += 1
        }
        accounts[Hour(containing: frame.time)] = account
    }

    private mutating func note(_ packet: DecodedPacket, at time: Timestamp) -> Bool {
        let internalNetworks = PrefixSet.defaultInternal
        let isOutgoing = internalNetworks.contains(packet.source)
        guard isOutgoing != internalNetworks.contains(packet.destination) else { return false }
        let (origin, port) =
            isOutgoing ? (packet.destination, packet.destinationPort) : (packet.source, packet.sourcePort)
        guard let match = watchlist.match(origin, port: port, transport: packet.transport, at: time) else {
            return false
        }
        log.record(
            Observation(
                time: time, host: isOutgoing ? packet.source : packet.destination, origin: origin,
                hostPort: isOutgoing ? packet.sourcePort : packet.destinationPort, originPort: port,
                transport: packet.transport, direction: isOutgoing ? .fromHost : .fromOrigin, length: packet.length,
                payloadLength: packet.payloadLength, tcpFlags: packet.tcpFlags, roles: packet.roles,
                attribution: match))
        return true
    }
}
