package import NetworkTypes

/// Builds frames header by header, from the inside out, with correct lengths and checksums.
///
/// Every function takes what a header holds and what it carries, and returns both as bytes.
package enum FrameBuilder {
    /// IEEE 802.3 section 3.
    package static func ethernet(type: UInt16, _ payload: [UInt8]) -> [UInt8] {
        var frame = WireBytes([0x02, 0, 0, 0, 0, 1, 0x02, 0, 0, 0, 0, 2])
        frame.append16(type)
        frame.append(payload)
        return frame.bytes
    }

    /// The tag behind an EtherType 0x8100 or the like (IEEE 802.1Q section 9.6).
    package static func vlan(_ identifier: UInt16, type: UInt16, _ payload: [UInt8]) -> [UInt8] {
        var tag = WireBytes()
        tag.append16(identifier)
        tag.append16(type)
        tag.append(payload)
        return tag.bytes
    }

    /// An Ethernet frame that carries an IP packet of either version.
    package static func ethernet(ip packet: [UInt8]) -> [UInt8] {
        ethernet(type: etherType(of: packet), packet)
    }

    package static func etherType(of packet: [UInt8]) -> UInt16 {
        packet.first.map { $0 >> 4 == 6 } == true ? 0x86DD : 0x0800
    }
}

// MARK: - Network layer

extension FrameBuilder {
    /// An IP packet of the version of its addresses.
    package static func ip(
        from source: IPAddress, to destination: IPAddress, _ transport: TransportProtocol, _ payload: [UInt8]
    ) -> [UInt8] {
        switch (source, destination) {
        case (.v4(let source), .v4(let destination)):
            return ipv4(from: source, to: destination, transport, payload)
        case (.v6(let source), .v6(let destination)):
            return ipv6(from: source, to: destination, transport, payload)
        default: preconditionFailure("both ends of a packet have addresses of one version")
        }
    }

    /// RFC 791 section 3.1.
    /// - Parameters:
    ///   - options: a multiple of four bytes.
    ///   - fragment: the field of flags and fragment offset.
    ///   - totalLength: what the header claims; the true length where `nil`.
    package static func ipv4(
        from source: IPv4Address, to destination: IPv4Address, _ transport: TransportProtocol, _ payload: [UInt8],
        options: [UInt8] = [], identification: UInt16 = 0, fragment: UInt16 = 0, totalLength: UInt16? = nil
    ) -> [UInt8] {
        let headerLength = 20 + options.count
        var header = WireBytes()
        header.append8(0x40 | UInt8(headerLength / 4))
        header.append8(0)
        header.append16(totalLength ?? UInt16(headerLength + payload.count))
        header.append16(identification)
        header.append16(fragment)
        header.append8(64)
        header.append8(transport.rawValue)
        header.append16(0)
        header.append32(source.rawValue)
        header.append32(destination.rawValue)
        header.append(options)
        header.set16(WireBytes.checksum(header.bytes), at: 10)
        header.append(payload)
        return header.bytes
    }

    /// RFC 8200 section 3.
    /// - Parameter payloadLength: what the header claims; the true length where `nil`.
    package static func ipv6(
        from source: IPv6Address, to destination: IPv6Address, _ transport: TransportProtocol, _ payload: [UInt8],
        payloadLength: UInt16? = nil
    ) -> [UInt8] {
        var header = WireBytes()
        header.append32(0x6000_0000)
        header.append16(payloadLength ?? UInt16(payload.count))
        header.append8(transport.rawValue)
        header.append8(64)
        header.append128(source.rawValue)
        header.append128(destination.rawValue)
        header.append(payload)
        return header.bytes
    }
}

// MARK: - Transport layer

extension FrameBuilder {
    /// RFC 9293 section 3.1, without options and with the checksum left 0.
    package static func tcp(
        from sourcePort: UInt16, to destinationPort: UInt16, _ flags: TCPFlags, _ payload: [UInt8] = []
    ) -> [UInt8] {
        var segment = WireBytes()
        segment.append16(sourcePort)
        segment.append16(destinationPort)
        segment.append32(1)
        segment.append32(flags.contains(.ack) ? 1 : 0)
        segment.append8(0x50)
        segment.append8(UInt8(truncatingIfNeeded: flags.rawValue))
        segment.append16(64_240)
        segment.append32(0)
        segment.append(payload)
        return segment.bytes
    }

    /// RFC 768, with the checksum left 0.
    package static func udp(
        from sourcePort: UInt16, to destinationPort: UInt16, _ payload: [UInt8]
    ) -> [UInt8] {
        var datagram = WireBytes()
        datagram.append16(sourcePort)
        datagram.append16(destinationPort)
        datagram.append16(UInt16(8 + payload.count))
        datagram.append16(0)
        datagram.append(payload)
        return datagram.bytes
    }

    /// An ICMP or ICMPv6 message (RFC 792, RFC 4443): type, code, checksum, four more bytes, and its data.
    package static func icmp(type: UInt8, code: UInt8 = 0, _ data: [UInt8] = []) -> [UInt8] {
        var message = WireBytes()
        message.append8(type)
        message.append8(code)
        message.append16(0)
        message.append32(0)
        message.append(data)
        message.set16(WireBytes.checksum(message.bytes), at: 2)
        return message.bytes
    }

    /// A GRE header without options (RFC 2784) in front of an IP packet.
    package static func gre(_ packet: [UInt8]) -> [UInt8] {
        var header = WireBytes()
        header.append16(0)
        header.append16(etherType(of: packet))
        header.append(packet)
        return header.bytes
    }

    /// A G-PDU of GTP-U without optional fields around an IP packet (3GPP TS 29.281 section 5.1).
    package static func inGTPU(_ packet: [UInt8]) -> [UInt8] {
        var header = WireBytes([0x30, 255])
        header.append16(UInt16(packet.count))
        header.append32(1)
        header.append(packet)
        return header.bytes
    }
}
