package import TrafficSimulation

extension FrameBuilder {
    /// A packet that netfilter logged, behind two attributes of five and four bytes.
    package static func nflog(littleEndian: Bool = true, version: UInt8 = 0, _ packet: [UInt8]) -> [UInt8] {
        var frame = WireBytes([2, version, 0, 100])
        let attribute = { (type: UInt16, value: [UInt8]) in
            var bytes = WireBytes()
            for number in [UInt16(4 + value.count), type] { bytes.append16(littleEndian ? number.byteSwapped : number) }
            bytes.append(value)
            return bytes.bytes
        }
        frame.append(attribute(10, [0x70, 0x66, 0x78, 0x78, 0]) + [0, 0, 0])
        frame.append(attribute(5, [0, 0, 0, 2]))
        frame.append(attribute(9, packet))
        return frame.bytes
    }

    /// A packet tap's header of macOS.
    package static func pktap(length: UInt32 = 108, record: UInt32 = 1, linkType: UInt32, _ frame: [UInt8]) -> [UInt8] {
        var header = WireBytes()
        for number in [length, record, linkType] { header.append32(number.byteSwapped) }
        header.append([UInt8](repeating: 0, count: max(0, Int(length) - 12)) + frame)
        return header.bytes
    }

    /// What OpenBSD's packet filter logged.
    package static func pflog(length: UInt8 = 61, family: UInt8 = 2, _ packet: [UInt8]) -> [UInt8] {
        [length, family] + [UInt8](repeating: 0, count: (Int(length) + 3) & ~3 - 2) + packet
    }

    /// Frame Relay with an address of `addressLength` bytes.
    package static func frameRelay(addressLength: Int = 2, _ payload: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 0x18, count: addressLength - 1) + [0x41] + payload
    }

    /// A SLIP frame as captures have it.
    package static func slip(kind: UInt8 = 0x40, _ packet: [UInt8]) -> [UInt8] {
        [1, kind] + [UInt8](repeating: 0, count: 14) + packet
    }

    /// A record of Endace's cards with some extension headers.
    package static func erf(type: UInt8, extensions: Int = 0, _ frame: [UInt8]) -> [UInt8] {
        var record: [UInt8] = [
            0, 0, 0, 0, 0x21, 2, 0xA5, 0x65, type | (extensions > 0 ? 0x80 : 0), 4, 0, 0, 0, 0, 0, 0,
        ]
        for number in 0..<extensions { record += [number < extensions - 1 ? 0x84 : 4, 0, 0, 0, 0, 0, 0, 0] }
        return record + frame
    }

    /// Juniper's header.
    package static func juniper(flags: UInt8 = 0x01, extensions: [UInt8] = [], _ frame: [UInt8]) -> [UInt8] {
        let length: [UInt8] = flags & 0x80 != 0 ? [0, UInt8(extensions.count)] : []
        return [0x4D, 0x47, 0x43, flags] + length + extensions + frame
    }
}
