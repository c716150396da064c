package import TrafficSimulation

extension FrameBuilder {
    /// BSD loopback: an address family of four bytes, in the order of the capturing host.
    package static func null(family: UInt32, littleEndian: Bool, _ packet: [UInt8]) -> [UInt8] {
        var header = WireBytes()
        header.append32(littleEndian ? family.byteSwapped : family)
        header.append(packet)
        return header.bytes
    }

    /// A Linux cooked header.
    package static func linuxSLL(protocol number: UInt16, _ payload: [UInt8]) -> [UInt8] {
        var header = WireBytes([0, 0, 0, 1, 0, 6, 0x02, 0, 0, 0, 0, 1, 0, 0])
        header.append16(number)
        header.append(payload)
        return header.bytes
    }

    /// A Linux cooked header of version 2.
    package static func linuxSLL2(protocol number: UInt16, _ payload: [UInt8]) -> [UInt8] {
        var header = WireBytes()
        header.append16(number)
        header.append([0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 0x02, 0, 0, 0, 0, 1, 0, 0])
        header.append(payload)
        return header.bytes
    }

    /// LLC with SNAP (RFC 1042).
    package static func snap(organisation: [UInt8] = [0, 0, 0], type: UInt16, _ payload: [UInt8]) -> [UInt8] {
        var header = WireBytes([0xAA, 0xAA, 0x03] + organisation)
        header.append16(type)
        header.append(payload)
        return header.bytes
    }

    /// LLC with SNAP in front of an IP packet of either version.
    package static func snap(ip packet: [UInt8]) -> [UInt8] {
        snap(type: etherType(of: packet), packet)
    }

    /// An Ethernet frame whose field is a length (IEEE 802.3).
    package static func ethernet(length: Int? = nil, llc payload: [UInt8]) -> [UInt8] {
        ethernet(type: UInt16(length ?? payload.count), payload)
    }

    /// PPP's protocol number in two bytes.
    package static func ppp(_ number: UInt16, _ payload: [UInt8]) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)] + payload
    }

    /// Cisco's HDLC framing.
    package static func ciscoHDLC(address: UInt8 = 0x0F, type: UInt16, _ payload: [UInt8]) -> [UInt8] {
        var header = WireBytes([address, 0])
        header.append16(type)
        header.append(payload)
        return header.bytes
    }
}
