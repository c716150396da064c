import NetworkTypes
import PacketDecoding

/// What the decoder makes of a frame: captured whole, or cut from `originalLength` bytes.
func outcome(
    _ frame: [UInt8], _ linkType: LinkType = .ethernet, originalLength: Int? = nil,
    tunnels: TunnelPolicy = .innermost
) -> Result<DecodedPacket, DecodingError> {
    let decoder = FrameDecoder(tunnels: tunnels)
    do throws(DecodingError) {
        return .success(
            try decoder.decode(frame.span, linkType: linkType, originalLength: originalLength ?? frame.count))
    } catch {
        return .failure(error)
    }
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
