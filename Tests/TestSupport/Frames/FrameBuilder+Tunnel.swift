package import TrafficSimulation

extension FrameBuilder {
    /// A GRE header with `fields` behind its first four bytes.
    package static func gre(flags: UInt16, type: UInt16, fields: [UInt8] = [], _ payload: [UInt8]) -> [UInt8] {
        var header = WireBytes()
        header.append16(flags)
        header.append16(type)
        header.append(fields + payload)
        return header.bytes
    }

    /// ERSPAN type I: GRE without a sequence number, and no header of its own.
    package static func erspanOne(_ frame: [UInt8]) -> [UInt8] {
        gre(flags: 0, type: 0x88BE, frame)
    }

    /// ERSPAN type II in GRE with a sequence number.
    package static func erspanTwo(version: UInt8 = 1, _ frame: [UInt8]) -> [UInt8] {
        gre(flags: 0x1000, type: 0x88BE, fields: [0, 0, 0, 1], [version << 4, 1, 0, 1, 0, 0, 0, 0] + frame)
    }

    /// ERSPAN type III in GRE with a sequence number.
    package static func erspanThree(
        version: UInt8 = 2, frameType: UInt8 = 0, hasSubheader: Bool = false, _ frame: [UInt8]
    ) -> [UInt8] {
        let header: [UInt8] = [version << 4, 1, 0, 1, 0, 0, 0, 0, 0, 0, frameType << 2, hasSubheader ? 1 : 0]
        let subheader = [UInt8](repeating: 0, count: hasSubheader ? 8 : 0)
        return gre(flags: 0x1000, type: 0x22EB, fields: [0, 0, 0, 1], header + subheader + frame)
    }

    /// A VXLAN header (RFC 7348).
    package static func vxlan(flags: UInt8 = 0x08, _ frame: [UInt8]) -> [UInt8] {
        [flags, 0, 0, 0, 0, 0, 42, 0] + frame
    }

    /// A GENEVE header (RFC 8926).
    /// - Parameter optionWords: the options' length, in words of four bytes.
    package static func geneve(version: UInt8 = 0, optionWords: UInt8 = 0, type: UInt16, _ payload: [UInt8]) -> [UInt8]
    {
        var header = WireBytes([version << 6 | optionWords, 0])
        header.append16(type)
        header.append([0, 0, 42, 0])
        header.append([UInt8](repeating: 0, count: Int(optionWords) * 4) + payload)
        return header.bytes
    }

    /// A GTP-U header of version 1.
    /// - Parameter optional: sequence number, N-PDU number, next extension's type, and the extensions.
    package static func gtpu(
        flags: UInt8 = 0x30, message: UInt8 = 255, length: Int? = nil, optional: [UInt8] = [], _ packet: [UInt8]
    ) -> [UInt8] {
        var header = WireBytes([flags, message])
        header.append16(UInt16(length ?? optional.count + packet.count))
        header.append32(0x0102_0304)
        header.append(optional + packet)
        return header.bytes
    }

    /// Teredo's authentication indicator with an identifier of 3 bytes and a value of 2.
    package static let teredoAuthentication: [UInt8] = [0, 1, 3, 2] + [UInt8](repeating: 0xA5, count: 3 + 2 + 8 + 1)
    /// Teredo's origin indicator.
    package static let teredoOrigin: [UInt8] = [0, 0, 0x12, 0x34, 0x34, 0xFF, 0x8E, 0xFD]
}

// MARK: - Tunnels in UDP, and rarer ones

extension FrameBuilder {
    /// A header of VXLAN's generic protocol extension.
    package static func vxlanGPE(flags: UInt8 = 0x0C, next: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [flags, 0, 0, next, 0, 0, 42, 0] + payload
    }

    /// A GTP header of version 0.
    package static func gtp0(flags: UInt8 = 0x1E, message: UInt8 = 255, length: Int? = nil, _ packet: [UInt8])
        -> [UInt8]
    {
        var header = WireBytes([flags, message])
        header.append16(UInt16(length ?? packet.count))
        header.append([UInt8](repeating: 0x99, count: 16) + packet)
        return header.bytes
    }

    /// An L2TP header of version 2 with PPP in it; lengths and counters as the flags say.
    package static func l2tp(flags: UInt16 = 0x0002, offset: Int = 3, _ packet: [UInt8]) -> [UInt8] {
        var fields: [UInt8] = [0, 1, 0, 2]
        if flags & 0x0800 != 0 { fields += [0, 3, 0, 4] }
        if flags & 0x0200 != 0 { fields += [0, UInt8(offset)] + [UInt8](repeating: 0, count: offset) }
        let content = fields + [0xFF, 0x03] + ppp(packet.first.map { $0 >> 4 == 6 } == true ? 0x0057 : 0x0021, packet)
        var header = WireBytes()
        header.append16(flags)
        if flags & 0x4000 != 0 { header.append16(UInt16(4 + content.count)) }
        header.append(content)
        return header.bytes
    }

    /// A CAPWAP header with some words of options.
    package static func capwap(flags: UInt32 = 0, words: UInt32 = 2, offset: UInt16 = 0, _ frame: [UInt8]) -> [UInt8] {
        var header = WireBytes()
        header.append32(words << 19 | flags)
        header.append16(0)
        header.append16(offset << 3)
        header.append([UInt8](repeating: 0, count: max(0, Int(words) * 4 - 8)) + frame)
        return header.bytes
    }

    /// A TZSP header with a padding and a tagged field before its end.
    package static func tzsp(type: UInt8 = 0, kind: UInt16 = 1, _ frame: [UInt8]) -> [UInt8] {
        var header = WireBytes([1, type])
        header.append16(kind)
        header.append([0, 0x0A, 1, 0xC8, 1] + frame)
        return header.bytes
    }

    /// A GUE header of version 0 with some words of fields.
    package static func gue(first: UInt8 = 0, protocol number: UInt8, words: UInt8 = 0, _ payload: [UInt8]) -> [UInt8] {
        [first | words, number, 0, 0] + [UInt8](repeating: 0, count: Int(words) * 4) + payload
    }

    /// An AYIYA header with an identity of 16 bytes and a signature of 20.
    package static func ayiya(operation: UInt8 = 1, next: UInt8 = 41, _ packet: [UInt8]) -> [UInt8] {
        [0x41, 0x52, 0x10 | operation, next, 0x65, 0xA5, 2, 0x21] + [UInt8](repeating: 0xA5, count: 36) + packet
    }

    /// A Register message of PIM.
    package static func pimRegister(type: UInt8 = 1, flags: UInt8 = 0, _ packet: [UInt8]) -> [UInt8] {
        [0x20 | type, 0, 0, 0, flags, 0, 0, 0] + packet
    }
}
