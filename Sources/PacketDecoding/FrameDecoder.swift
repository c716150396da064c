package import NetworkTypes

/// Finds the IP packet in a frame, from the link header on through tags and tunnels.
///
/// Reads only what `Span` checks; whatever the bytes are, it ends after `maximumHeaders` headers.
package struct FrameDecoder: Sendable {
    private let tunnels: TunnelPolicy

    /// How many headers of one frame are followed before it is given up.
    private static let maximumHeaders = 64

    package init(tunnels: TunnelPolicy) {
        self.tunnels = tunnels
    }

    /// Decodes the captured bytes of one frame.
    ///
    /// - Parameter originalLength: bytes that the frame had on the wire.
    /// - Throws: the first header that could not be read, when there is no IP header before it.
    package func decode(
        _ frame: Span<UInt8>, linkType: LinkType, originalLength: Int
    ) throws(DecodingError) -> DecodedPacket {
        if let packet = usualPacket(frame, linkType: linkType, originalLength: originalLength) {
            return DecodedPacket(packet)
        }
        return try decodeHeaderByHeader(frame, linkType: linkType, originalLength: originalLength)
    }

    /// The packet of a usual frame; `nil` for a frame that has to be decoded header by header.
    package func usualPacket(_ frame: Span<UInt8>, linkType: LinkType, originalLength: Int) -> UsualPacket? {
        guard linkType == .ethernet else { return nil }
        return UsualFrame.packet(frame, originalLength: originalLength, followsTunnels: tunnels == .innermost)
    }

    /// Decodes any frame the long way, against which tests hold the short ones.
    package func decodeHeaderByHeader(
        _ frame: Span<UInt8>, linkType: LinkType, originalLength: Int
    ) throws(DecodingError) -> DecodedPacket {
        let window = Window(capturedLength: frame.count, originalLength: max(originalLength, frame.count))
        var header = try networkHeader(frame, window, from: .linkType(linkType.rawValue))
        if tunnels == .innermost {
            followTunnels(frame, from: &header)
        }
        return DecodedPacket(header, frame, frameLength: max(originalLength, frame.count))
    }

    /// Moves `header` inwards as far as tunnels lead to headers that decode.
    private func followTunnels(_ frame: Span<UInt8>, from header: inout NetworkHeader) {
        do throws(DecodingError) {
            var depth = 0
            while let content = try Tunnel.content(frame, of: header) {
                guard depth < TunnelPolicy.maximumDepth else {
                    throw DecodingError(.nesting, at: content.window.start, .malformed(field: .depth))
                }
                header = try networkHeader(frame, content.window, from: content.next)
                depth += 1
            }
        } catch {
            // A tunnel that carries something else than IP is no defect; anything else is said.
            if case .unsupported = error.problem { return }
            header.remarks.insert(.innerUndecoded)
        }
    }

    /// Follows headers from `first` to an IP header.
    private func networkHeader(
        _ frame: Span<UInt8>, _ window: Window, from first: NextHeader
    ) throws(DecodingError) -> NetworkHeader {
        var window = window
        var next = first
        for _ in 0..<Self.maximumHeaders {
            switch next {
            case .ipv4: return try IPv4Header(frame, window).networkHeader
            case .ipv6: return try IPv6Header(frame, window).networkHeader(frame)
            case .ip: next = try IPVersion.next(frame, window)
            case .linkType(let number): next = try LinkHeader.next(frame, &window, linkType: LinkType(rawValue: number))
            case .ethernet: next = try EthernetHeader.next(frame, &window)
            case .etherType(let number): next = try EtherType.next(frame, &window, number: number)
            case .llc: next = try LLCHeader.next(frame, &window)
            case .ppp: next = try PPPHeader.next(frame, &window)
            case .pppoe: next = try PPPoEHeader.next(frame, &window)
            case .mpls: next = try MPLSLabelStack.next(frame, &window)
            case .ieee80211(let padded): next = try IEEE80211Header.next(frame, &window, paddedTo32Bits: padded)
            case .erspan(let type): next = try ERSPANHeader.next(frame, &window, type: type)
            }
        }
        throw DecodingError(.nesting, at: window.start, .malformed(field: .depth))
    }
}
