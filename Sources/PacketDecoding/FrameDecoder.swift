package import NetworkTypes

/// Finds the IP packets in a frame, from the link header on through tags and tunnels.
///
/// Reads only what `Span` checks; whatever the bytes are, it ends.
package struct FrameDecoder: Sendable {
    private let tunnels: TunnelPolicy

    package init(tunnels: TunnelPolicy) {
        self.tunnels = tunnels
    }

    /// The packet of a usual frame; `nil` for a frame that has to be decoded header by header.
    package func usualPacket(_ frame: Span<UInt8>, linkType: LinkType, originalLength: Int) -> UsualPacket? {
        guard linkType == .ethernet else { return nil }
        return UsualFrame.packet(frame, originalLength: originalLength, followsTunnels: tunnels == .innermost)
    }

    /// Finds the outermost IP header of any frame, from which the chain leads inwards.
    ///
    /// - Parameters:
    ///   - frame: the captured bytes of one frame, which the chain is asked with again.
    ///   - originalLength: bytes that the frame had on the wire.
    /// - Throws: the first header that could not be read.
    package func chain(
        _ frame: Span<UInt8>, linkType: LinkType, originalLength: Int
    ) throws(DecodingError) -> HeaderChain {
        let length = max(originalLength, frame.count)
        let window = Window(capturedLength: frame.count, originalLength: length)
        return try HeaderChain(
            frame, window, from: .linkType(linkType.rawValue), frameLength: length,
            followsTunnels: tunnels == .innermost)
    }
}
