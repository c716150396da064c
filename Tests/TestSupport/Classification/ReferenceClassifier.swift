package import CensusModel
package import Classification
package import NetworkTypes
package import PacketCapture
import PacketDecoding
package import Watchlist

/// Keeps what a classifier finds.
package struct SightingLog: ObservationSink {
    package var observations: [Observation] = []

    package init() {}

    package mutating func record(_ observation: Observation) { observations.append(observation) }
}

/// The rules of counting as section 2 of the design has them, one frame after another and header by header, written for
/// reading and not for speed: what the production code is held against.
package struct ReferenceClassifier {
    private let watchlist: Watchlist
    private let rules: CountingRules
    package private(set) var log = SightingLog()
    package private(set) var accounts: [Hour: PacketAccount] = [:]

    package init(watchlist: Watchlist, rules: CountingRules) {
        self.watchlist = watchlist
        self.rules = rules
    }

    /// Classifies every frame of a batch, in order.
    package mutating func classify(_ batch: FrameBatch) {
        for index in 0..<batch.frames.count { classify(batch.frames[index], batch.bytes.span) }
    }

    private mutating func classify(_ frame: Frame, _ bytes: Span<UInt8>) {
        var account = accounts[Hour(containing: frame.time)] ?? PacketAccount()
        account.seen += 1
        if frame.capturedLength < frame.originalLength { account.cut += 1 }
        let captured = bytes.extracting(Int(frame.offset)..<frame.end)
        do throws(DecodingError) {
            var chain = try FrameDecoder(tunnels: rules.tunnels).chain(
                captured, linkType: frame.linkType, originalLength: Int(frame.originalLength))
            var packets: [Nested] = []
            var (outer, aroundAggregate) = ([DecodedPacket](), [DecodedPacket]())
            while let packet = chain.next(captured) {
                if chain.place == .firstOfAggregate { aroundAggregate = outer }
                if chain.place == .laterOfAggregate { outer = aroundAggregate }
                packets.append(Nested(packet: packet, outer: outer))
                outer.append(packet)
            }
            account.decoded += 1
            note(packets, chain.end, at: frame.time, &account)
        } catch {
            account.undecoded[error.reason, default: 0] += 1
        }
        accounts[Hour(containing: frame.time)] = account
    }

    private mutating func note(
        _ packets: [Nested], _ end: HeaderChain.End, at time: Timestamp, _ account: inout PacketAccount
    ) {
        var remarks = packets.reduce(into: DecodedPacket.Remarks()) { $0.formUnion($1.packet.remarks) }
        remarks.remove(.transportIncomplete)
        if end == .undecoded { remarks.insert(.innerUndecoded) }
        if case .notFollowed(let reason) = end { account.tunnelsNotFollowed[reason, default: 0] += 1 }
        let asked = packets.flatMap { candidates($0, at: time) }
        if let counted = asked.first(where: { $0.attribution != nil && $0.isAllowed }) {
            account.matched += 1
            if counted.packet.remarks.contains(.transportIncomplete) { remarks.insert(.transportIncomplete) }
            record(counted, at: time)
        } else {
            if asked.contains(where: { $0.attribution != nil }) { remarks.insert(.tunnelForeign) }
            if let miss = nearMiss(asked, at: time) { account.nearMisses[miss, default: 0] += 1 }
        }
        if !remarks.isEmpty { account.remarked[remarks, default: 0] += 1 }
    }
}

// MARK: - Ends

extension ReferenceClassifier {
    /// A packet and those around it, the outermost first.
    private struct Nested {
        let packet: DecodedPacket
        let outer: [DecodedPacket]
    }

    /// A packet and one of the addresses that it is going to.
    private struct Candidate {
        let packet: DecodedPacket
        let source: IPAddress
        let target: IPAddress
        var isFromHost = false
        /// Whether exactly one end is internal.
        var hasHost = false
        var hasInternalEnd = false
        var attribution: AttributionID?
        /// Whether the outer headers agree with the direction.
        var isAllowed = false

        var host: IPAddress { isFromHost ? source : target }
        var origin: IPAddress { isFromHost ? target : source }
        var hostPort: UInt16 { isFromHost ? packet.sourcePort : packet.destinationPort }
        var originPort: UInt16 { isFromHost ? packet.destinationPort : packet.sourcePort }
    }

    private func isInternal(_ address: IPAddress) -> Bool { rules.internalNetworks.contains(address) }

    private func candidates(_ nested: Nested, at time: Timestamp) -> [Candidate] {
        let packet = nested.packet
        let destination = meaning(of: packet.destination)
        let hops = isInternal(destination) ? [] : packet.hops.map(meaning)
        var result: [Candidate] = []
        for target in [destination] + hops {
            var candidate = Candidate(packet: packet, source: meaning(of: packet.source), target: target)
            let (sourceIsInternal, targetIsInternal) = (isInternal(candidate.source), isInternal(target))
            candidate.hasInternalEnd = sourceIsInternal || targetIsInternal
            candidate.hasHost = sourceIsInternal != targetIsInternal
            candidate.isFromHost = sourceIsInternal
            if candidate.hasHost {
                candidate.attribution = watchlist.match(
                    candidate.origin, port: candidate.originPort, transport: packet.transport, at: time)
            }
            candidate.isAllowed = isAllowed(candidate.isFromHost, behind: nested.outer)
            result.append(candidate)
            if candidate.attribution != nil { break }
        }
        return result
    }

    private func meaning(of address: IPAddress) -> IPAddress {
        guard case .v6(let address) = address else { return address }
        let (prefix, last) = (address.rawValue >> 32, UInt32(truncatingIfNeeded: address.rawValue))
        let isEmbedded = prefix == 0xFFFF || prefix == 0x0064_FF9B_0000_0000_0000_0000
        return isEmbedded ? .v4(IPv4Address(rawValue: last)) : .v6(address)
    }

    private func isAllowed(_ isFromHost: Bool, behind outer: [DecodedPacket]) -> Bool {
        let isOurs = { (address: IPAddress) in isInternal(address) || rules.tunnelPeers.contains(address) }
        if !isFromHost { return outer.allSatisfy { isOurs($0.destination) } }
        return outer.allSatisfy { isOurs($0.source) && ($0.transport != .udp || isOurs($0.destination)) }
    }

    private func nearMiss(_ candidates: [Candidate], at time: Timestamp) -> PacketNearMiss? {
        for candidate in candidates where candidate.attribution == nil {
            if !candidate.hasInternalEnd, names(candidate.source) || names(candidate.target) { return .noInternalEnd }
            guard candidate.hasHost else { continue }
            let (port, transport) = (candidate.originPort, candidate.packet.transport)
            switch watchlist.nearMiss(candidate.origin, port: port, transport: transport, at: time) {
            case .outsideDates: return .outsideDates
            case .ofAnotherProtocol: return .onAnotherPort
            case .onAnotherPort:
                return candidate.originPort == 0 && candidate.hostPort == 0 ? .withoutPort : .onAnotherPort
            case nil: continue
            }
        }
        return nil
    }

    private func names(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address): watchlist.names(address)
        case .v6(let address): watchlist.names(address)
        }
    }

    private mutating func record(_ candidate: Candidate, at time: Timestamp) {
        let packet = candidate.packet
        var roles = packet.roles
        let limit: UInt32 = if case .v4 = packet.source { 576 } else { 1_280 }
        if let quote = packet.quote, packet.length <= limit,
            meaning(of: quote.source) == meaning(of: packet.destination), isInternal(meaning(of: quote.destination))
        {
            roles.insert(.refusal)
        }
        log.record(
            Observation(
                time: time, host: candidate.host, origin: candidate.origin, hostPort: candidate.hostPort,
                originPort: candidate.originPort, transport: packet.transport,
                direction: candidate.isFromHost ? .fromHost : .fromOrigin, length: packet.length,
                payloadLength: packet.payloadLength, tcpFlags: packet.tcpFlags, roles: roles,
                attribution: candidate.attribution ?? AttributionID(rawValue: .max)))
    }
}
