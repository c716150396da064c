package import NetworkTypes

/// A UDP datagram in a frame: who sent it, and where its data lies. Of tunnels the outermost packet is looked at.
package struct CarriedDatagram: Equatable, Sendable {
    package let source: IPAddress
    package let destinationPort: UInt16
    /// Bytes of the frame: the data as far as they were captured.
    package let data: Range<Int>
    /// The data's length as the headers state it, in bytes.
    package let statedLength: Int
}

extension FrameDecoder {
    /// The datagram that a frame carries; `nil` where it carries none, or a fragment but the first.
    package func datagram(_ frame: Span<UInt8>, linkType: LinkType, originalLength: Int) -> CarriedDatagram? {
        let window = Window(capturedLength: frame.count, originalLength: max(originalLength, frame.count))
        guard let header = try? HeaderWalk.networkHeader(frame, window, from: .linkType(linkType.rawValue)),
            header.transport == .udp, !header.isLaterFragment, header.payload.present >= UDPHeader.length
        else { return nil }
        let (start, stated) = (header.payload.start, Int(frame.number16(header.payload.start + 4)))
        let length = stated >= UDPHeader.length ? min(stated, header.payload.stated) : header.payload.stated
        let end = min(header.payload.end, start + length)
        guard length >= UDPHeader.length, end >= start + UDPHeader.length else { return nil }
        return CarriedDatagram(
            source: header.source, destinationPort: frame.number16(start + 2), data: start + UDPHeader.length..<end,
            statedLength: length - UDPHeader.length)
    }
}
