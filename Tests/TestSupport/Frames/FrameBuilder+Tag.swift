package import TrafficSimulation

extension FrameBuilder {
    /// A tag of fixed length, filled with `fields`, that ends in a type.
    package static func tag(_ fields: [UInt8], type: UInt16, _ payload: [UInt8]) -> [UInt8] {
        var tag = WireBytes(fields)
        tag.append16(type)
        tag.append(payload)
        return tag.bytes
    }

    /// Cisco's metadata with some words of options.
    package static func ciscoMetadata(version: UInt8 = 1, words: UInt8 = 1, type: UInt16, _ payload: [UInt8]) -> [UInt8]
    {
        tag([version, words] + [UInt8](repeating: 1, count: Int(words) * 4), type: type, payload)
    }

    /// MACsec's tag (IEEE 802.1AE section 9.3).
    package static func macsec(flags: UInt8, type: UInt16, _ payload: [UInt8]) -> [UInt8] {
        let identifier = [UInt8](repeating: 0x11, count: flags & 0x20 != 0 ? 8 : 0)
        return tag([flags, 0, 0, 0, 0, 1] + identifier, type: type, payload) + [UInt8](repeating: 0xCC, count: 16)
    }

    /// A TRILL header (RFC 6325) with some words of options.
    package static func trill(version: UInt16 = 0, optionWords: UInt16 = 0, _ frame: [UInt8]) -> [UInt8] {
        var header = WireBytes()
        header.append16(version << 14 | optionWords << 6 | 0x3F)
        header.append([0, 1, 0, 2] + [UInt8](repeating: 0, count: Int(optionWords) * 4) + frame)
        return header.bytes
    }

    /// A network service header (RFC 8300) of some words.
    package static func nsh(version: UInt16 = 0, words: UInt16 = 6, next: UInt8, _ payload: [UInt8]) -> [UInt8] {
        var header = WireBytes()
        header.append16(version << 14 | 0x3F << 6 | words)
        header.append([1, next, 0, 0, 1, 255])
        header.append([UInt8](repeating: 7, count: max(0, Int(words) * 4 - 8)) + payload)
        return header.bytes
    }
}
