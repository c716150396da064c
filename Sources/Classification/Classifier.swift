package import CensusModel
package import NetworkTypes
package import PacketCapture
package import PacketDecoding
package import Watchlist

/// Turns frames into observations of origins on the watchlist, and keeps account of every frame.
///
/// Most frames match nothing and take the short way of `HeaderScreen`, without an allocation or a reference count for a
/// frame (Benchmarks/README.md says what one costs). The others take the decoder. Both give the same answer and the same
/// account.
package struct Classifier: Sendable {
    private let watchlist: Watchlist
    private let internalNetworks: PrefixSet
    private let decoder: FrameDecoder
    let screen: HeaderScreen
    package internal(set) var ledger = PacketLedger()
    /// All frames classified so far.
    package private(set) var seenCount: UInt64 = 0

    package init(watchlist: Watchlist, internalNetworks: PrefixSet, tunnels: TunnelPolicy) {
        self.watchlist = watchlist
        self.internalNetworks = internalNetworks
        decoder = FrameDecoder(tunnels: tunnels)
        screen = HeaderScreen(watchlist: watchlist, internalNetworks: internalNetworks, tunnels: tunnels)
    }

    /// Classifies every frame of a batch, in order.
    package mutating func classify(_ batch: borrowing FrameBatch, into sink: inout some ObservationSink) {
        var index = 0
        while index < batch.frames.count {
            if !batch.isFiltered { index = skip(batch, from: index) }
            guard index < batch.frames.count else { return }
            classifyInFull(batch.frames[index], batch.bytes.span, into: &sink)
            index += 1
        }
    }

    /// Passes over frames of one hour that match nothing, and returns where another kind of frame begins.
    private mutating func skip(_ batch: borrowing FrameBatch, from start: Int) -> Int {
        ledger.enter(batch.frames[start].time)
        let hour = ledger.currentRange
        let passed = unsafe batch.bytes.withUnsafeBytes { bytes in
            unsafe batch.frames.withFrames { frames in
                unsafe screen.passOver(frames, from: start, in: bytes, hour: hour)
            }
        }
        note(passed)
        return start + passed.count
    }

    mutating func note(_ passed: HeaderScreen.Passed) {
        ledger.current.seen += UInt64(passed.count)
        ledger.current.decoded += UInt64(passed.count)
        ledger.current.cut += UInt64(passed.cut)
        seenCount += UInt64(passed.count)
    }

    /// Decodes one frame, and hands on what it shows.
    private mutating func classifyInFull(
        _ frame: Frame, _ bytes: Span<UInt8>, into sink: inout some ObservationSink
    ) {
        ledger.enter(frame.time)
        ledger.current.seen += 1
        seenCount += 1
        if frame.capturedLength < frame.originalLength { ledger.current.cut += 1 }
        let captured = bytes.extracting(Int(frame.offset)..<frame.end)
        let usual = decoder.usualPacket(
            captured, linkType: frame.linkType, originalLength: Int(frame.originalLength))
        if let usual { return note(usual, at: frame.time, into: &sink) }
        do {
            let packet = try decoder.decodeHeaderByHeader(
                captured, linkType: frame.linkType, originalLength: Int(frame.originalLength))
            ledger.current.decoded += 1
            let observation = observation(packet, at: frame.time)
            ledger.current.note(packet.remarks, isMatched: observation != nil)
            guard let observation else { return }
            ledger.current.matched += 1
            sink.record(observation)
        } catch {
            ledger.current.undecoded[error.reason, default: 0] += 1
        }
    }

    /// Hands on what a usual packet shows: as for any other, but nothing is odd about it, and IPv4 stays plain numbers.
    private mutating func note(_ packet: UsualPacket, at time: Timestamp, into sink: inout some ObservationSink) {
        ledger.current.decoded += 1
        let sourceIsInternal = internalNetworks.contains(packet.source)
        guard sourceIsInternal != internalNetworks.contains(packet.destination) else { return }
        let (host, hostPort, origin, originPort) =
            sourceIsInternal
            ? (packet.source, packet.sourcePort, packet.destination, packet.destinationPort)
            : (packet.destination, packet.destinationPort, packet.source, packet.sourcePort)
        let match = watchlist.match(origin, port: originPort, transport: packet.transport, at: time)
        guard let match else { return }
        ledger.current.matched += 1
        sink.record(
            Observation(
                time: time, host: .v4(host), origin: .v4(origin), hostPort: hostPort, originPort: originPort,
                transport: packet.transport, direction: sourceIsInternal ? .fromHost : .fromOrigin,
                length: packet.length, payloadLength: packet.payloadLength, tcpFlags: packet.tcpFlags,
                roles: packet.roles, attribution: match))
    }

    /// The packet as an observation, when exactly one end is internal and the watchlist names the other.
    private func observation(_ packet: DecodedPacket, at time: Timestamp) -> Observation? {
        let sourceIsInternal = internalNetworks.contains(packet.source)
        guard sourceIsInternal != internalNetworks.contains(packet.destination) else { return nil }
        let (host, hostPort, origin, originPort) =
            sourceIsInternal
            ? (packet.source, packet.sourcePort, packet.destination, packet.destinationPort)
            : (packet.destination, packet.destinationPort, packet.source, packet.sourcePort)
        let match = watchlist.match(origin, port: originPort, transport: packet.transport, at: time)
        guard let match else { return nil }
        return Observation(
            time: time, host: host, origin: origin, hostPort: hostPort, originPort: originPort,
            transport: packet.transport, direction: sourceIsInternal ? .fromHost : .fromOrigin,
            length: packet.length, payloadLength: packet.payloadLength, tcpFlags: packet.tcpFlags,
            roles: packet.roles, attribution: match)
    }
}
