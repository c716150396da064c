package import TrafficSimulation

extension FrameBuilder {
    /// An SCTP packet (RFC 9260 section 3).
    package static func sctp(from source: UInt16 = 36_412, to destination: UInt16 = 36_412, _ chunks: [UInt8]...)
        -> [UInt8]
    {
        var packet = WireBytes()
        packet.append16(source)
        packet.append16(destination)
        packet.append32(1)
        packet.append32(0)
        for chunk in chunks { packet.append(chunk) }
        return packet.bytes
    }

    /// A chunk with its padding.
    package static func chunk(type: UInt8, length: Int? = nil, _ value: [UInt8]) -> [UInt8] {
        var chunk = WireBytes([type, 3])
        chunk.append16(UInt16(length ?? 4 + value.count))
        chunk.append(value)
        chunk.append([UInt8](repeating: 0, count: -value.count & 3))
        return chunk.bytes
    }

    /// A DATA chunk: twelve bytes of its own, then the user's.
    package static func dataChunk(_ data: [UInt8]) -> [UInt8] {
        chunk(type: 0, [UInt8](repeating: 0, count: 12) + data)
    }

    /// An I-DATA chunk: sixteen bytes of its own, then the user's.
    package static func interleavedDataChunk(_ data: [UInt8]) -> [UInt8] {
        chunk(type: 64, [UInt8](repeating: 0, count: 16) + data)
    }

    /// A DCCP packet (RFC 4340 section 5.1).
    /// - Parameter headerWords: the data offset, in words of four bytes.
    package static func dccp(type: UInt8, headerWords: UInt8 = 4, _ payload: [UInt8]) -> [UInt8] {
        var packet = WireBytes()
        packet.append16(5_001)
        packet.append16(5_002)
        packet.append([headerWords, 0, 0, 0, type << 1 | 1, 0, 0, 0, 0, 0, 0, 1])
        packet.append(payload)
        return packet.bytes
    }

    /// A UDP header that claims a length, or UDP-Lite's coverage.
    package static func udp(length: UInt16, _ payload: [UInt8]) -> [UInt8] {
        udp(from: 49_152, to: 53, payload).setting16(4, to: length)
    }
}
