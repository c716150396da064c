import CensusModel
import NetworkTypes
import PacketDecoding
import Watchlist

/// The rule which packets count: exactly one end is internal, and the list names the other at that port and time.
struct Matcher: Sendable {
    let watchlist: Watchlist
    let internalNetworks: PrefixSet
    /// Ends of tunnels abroad that are trusted with what they say is inside.
    let tunnelPeers: PrefixSet

    /// Says of a packet's ends which is the host and which the origin, or why it does not count.
    @inline(__always)
    func meet<Address: ListedAddress>(
        _ ends: PacketEnds<Address>, at time: Timestamp
    ) -> PacketMeeting<Address> {
        let sourceIsInternal = ends.source.isInside(internalNetworks)
        guard sourceIsInternal != ends.destination.isInside(internalNetworks) else {
            let isNear = !sourceIsInternal && (isNamed(ends.source) || isNamed(ends.destination))
            return isNear ? .nearMiss(.noInternalEnd) : .nothing
        }
        let (host, origin) = sourceIsInternal ? (ends.source, ends.destination) : (ends.destination, ends.source)
        let (hostPort, originPort) =
            sourceIsInternal
            ? (ends.sourcePort, ends.destinationPort) : (ends.destinationPort, ends.sourcePort)
        let match = origin.match(in: watchlist, port: originPort, transport: ends.transport, at: time)
        guard let match else {
            let hasPorts = hostPort != 0 || originPort != 0
            return nearMiss(origin, originPort, ends.transport, hasPorts, at: time).map { .nearMiss($0) } ?? .nothing
        }
        return .match(
            host: host, origin: origin,
            PacketMatch(
                hostPort: hostPort, originPort: originPort,
                direction: sourceIsInternal ? .fromHost : .fromOrigin, attribution: match))
    }

    private func isNamed(_ address: some ListedAddress) -> Bool { address.isNamed(by: watchlist) }

    /// - Parameter hasPorts: whether the packet has ports: one of them can be 0, but not both.
    private func nearMiss(
        _ origin: some ListedAddress, _ port: UInt16, _ transport: TransportProtocol, _ hasPorts: Bool,
        at time: Timestamp
    ) -> PacketNearMiss? {
        switch watchlist.nearMiss(origin.address, port: port, transport: transport, at: time) {
        case nil: nil
        case .outsideDates: .outsideDates
        case .ofAnotherProtocol: .onAnotherPort
        case .onAnotherPort: hasPorts ? .onAnotherPort : .withoutPort
        }
    }
}

// MARK: - Usual packets

extension Matcher {
    /// What a usual packet shows: as any other, but nothing is odd about it, and IPv4 stays plain numbers.
    func verdict(_ packet: UsualPacket, at time: Timestamp) -> PacketVerdict {
        var verdict = PacketVerdict()
        let ends = PacketEnds(
            source: packet.source, destination: packet.destination, sourcePort: packet.sourcePort,
            destinationPort: packet.destinationPort, transport: packet.transport)
        switch meet(ends, at: time) {
        case .nothing: break
        case .nearMiss(let nearMiss): verdict.nearMiss = nearMiss
        case .match(let host, let origin, let match):
            verdict.observation = Observation(
                time: time, host: .v4(host), origin: .v4(origin), hostPort: match.hostPort,
                originPort: match.originPort, transport: packet.transport, direction: match.direction,
                length: packet.length, payloadLength: packet.payloadLength, tcpFlags: packet.tcpFlags,
                roles: packet.roles, attribution: match.attribution)
        }
        return verdict
    }
}

// MARK: - Chains

extension Matcher {
    /// What a chain of packets shows: the outermost that matches counts, and only one does.
    ///
    /// - Parameter frame: the bytes that the chain was made of.
    func verdict(_ chain: inout HeaderChain, _ frame: Span<UInt8>, at time: Timestamp) -> PacketVerdict {
        var verdict = PacketVerdict()
        var way = TunnelWay()
        var wayOfAggregate = TunnelWay()
        while let packet = chain.next(frame) {
            switch chain.place {
            case .inside: break
            case .firstOfAggregate: wayOfAggregate = way
            case .laterOfAggregate: way = wayOfAggregate
            }
            verdict.remarks.formUnion(packet.remarks.subtracting(.transportIncomplete))
            if verdict.observation == nil { ask(packet, behind: way, at: time, &verdict) }
            if !chain.isAtEnd { way.enter(packet, isOurs) }
        }
        verdict.end = chain.end
        if chain.end == .undecoded { verdict.remarks.insert(.innerUndecoded) }
        if verdict.observation != nil {
            verdict.nearMiss = nil
            verdict.remarks.remove(.tunnelForeign)
        }
        return verdict
    }

    /// Whether what an outer header says of its ends is to be trusted. Addresses are taken as they stand.
    private func isOurs(_ address: IPAddress) -> Bool {
        internalNetworks.contains(address) || tunnelPeers.contains(address)
    }

    /// Asks the packet's destination, and where that is external the hops behind it, in the order of travel.
    private func ask(
        _ packet: DecodedPacket, behind way: TunnelWay, at time: Timestamp, _ verdict: inout PacketVerdict
    ) {
        let (source, destination) = (packet.source.meant, packet.destination.meant)
        let isRouted = !packet.hops.isEmpty && !destination.isInside(internalNetworks)
        for target in [destination] + (isRouted ? packet.hops.map(\.meant) : []) {
            let ends = PacketEnds(
                source: source, destination: target, sourcePort: packet.sourcePort,
                destinationPort: packet.destinationPort, transport: packet.transport)
            switch meet(ends, at: time) {
            case .nothing: continue
            case .nearMiss(let nearMiss): verdict.nearMiss = verdict.nearMiss ?? nearMiss
            case .match(_, _, let match) where !way.allows(match.direction):
                verdict.remarks.insert(.tunnelForeign)
                return
            case .match(let host, let origin, let match):
                verdict.observation = observation(packet, host, origin, match, at: time)
                if packet.remarks.contains(.transportIncomplete) { verdict.remarks.insert(.transportIncomplete) }
                return
            }
        }
    }

    private func observation(
        _ packet: DecodedPacket, _ host: IPAddress, _ origin: IPAddress, _ match: PacketMatch, at time: Timestamp
    ) -> Observation {
        Observation(
            time: time, host: host, origin: origin, hostPort: match.hostPort, originPort: match.originPort,
            transport: packet.transport, direction: match.direction, length: packet.length,
            payloadLength: packet.payloadLength, tcpFlags: packet.tcpFlags,
            roles: refuses(packet) ? packet.roles.union(.refusal) : packet.roles, attribution: match.attribution)
    }

    /// Whether an ICMP error refuses what it quotes: a packet from the address that the error goes to, to an address of ours,
    /// and no longer than errors are (RFC 1812 section 4.3.2.3, RFC 4443 section 3.1). A longer one carries something.
    private func refuses(_ packet: DecodedPacket) -> Bool {
        guard let quote = packet.quote else { return false }
        let (longest4, longest6): (UInt32, UInt32) = (576, 1_280)
        let isIPv4 = if case .v4 = packet.source { true } else { false }
        return quote.source.meant == packet.destination.meant && internalNetworks.contains(quote.destination.meant)
            && packet.length <= (isIPv4 ? longest4 : longest6)
    }
}
