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
