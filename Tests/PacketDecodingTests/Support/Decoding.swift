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

extension [UInt8] {
    /// The same bytes with one of them replaced.
    func setting(_ offset: Int, to value: UInt8) -> [UInt8] {
        var bytes = self
        bytes[offset] = value
        return bytes
    }

    /// The same bytes with two of them replaced by a number in network order.
    func setting16(_ offset: Int, to value: UInt16) -> [UInt8] {
        setting(offset, to: UInt8(truncatingIfNeeded: value >> 8))
            .setting(offset + 1, to: UInt8(truncatingIfNeeded: value))
    }
}
