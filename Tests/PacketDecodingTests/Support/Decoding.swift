import NetworkTypes
import PacketDecoding

/// What the decoder makes of a frame, captured whole or cut from `originalLength` bytes: its innermost packet, with all that
/// is to be said of the tunnels around it.
func outcome(
    _ frame: [UInt8], _ linkType: LinkType = .ethernet, originalLength: Int? = nil,
    tunnels: TunnelPolicy = .innermost
) -> Result<DecodedPacket, DecodingError> {
    do throws(DecodingError) {
        let (packets, end) = try chain(frame, linkType, originalLength: originalLength, tunnels: tunnels)
        guard var innermost = packets.last else { preconditionFailure("a chain has a packet") }
        if end == .undecoded { innermost.remarks.insert(.innerUndecoded) }
        return .success(innermost)
    } catch {
        return .failure(error)
    }
}

/// All packets of a frame, the outermost first, and how their chain ends.
func chain(
    _ frame: [UInt8], _ linkType: LinkType = .ethernet, originalLength: Int? = nil,
    tunnels: TunnelPolicy = .innermost
) throws(DecodingError) -> (packets: [DecodedPacket], end: HeaderChain.End) {
    var chain = try FrameDecoder(tunnels: tunnels).chain(
        frame.span, linkType: linkType, originalLength: originalLength ?? frame.count)
    var packets: [DecodedPacket] = []
    while let packet = chain.next(frame.span) { packets.append(packet) }
    return (packets, chain.end)
}

/// The name in coverage of the tunnel that was not followed; `nil` where there is none.
func tunnelNotFollowed(_ frame: [UInt8], _ linkType: LinkType = .ethernet) -> String? {
    guard case .notFollowed(let reason)? = try? chain(frame, linkType).end else { return nil }
    return reason.name
}

/// The packet that a frame leads to.
func decode(
    _ frame: [UInt8], _ linkType: LinkType = .ethernet, originalLength: Int? = nil,
    tunnels: TunnelPolicy = .innermost
) throws(DecodingError) -> DecodedPacket {
    try outcome(frame, linkType, originalLength: originalLength, tunnels: tunnels).get()
}

/// The error that a frame ends in; `nil` when it is decoded.
func failure(_ frame: [UInt8], _ linkType: LinkType = .ethernet) -> DecodingError? {
    guard case .failure(let error) = outcome(frame, linkType) else { return nil }
    return error
}

/// The name in coverage of why a frame is not decoded; `nil` when it is.
func reason(_ frame: [UInt8], _ linkType: LinkType = .ethernet) -> String? {
    failure(frame, linkType)?.reason.name
}
