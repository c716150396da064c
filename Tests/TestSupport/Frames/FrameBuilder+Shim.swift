package import TrafficSimulation

extension FrameBuilder {
    /// A stack of MPLS labels (RFC 3032); the last one is marked so.
    package static func mpls(labels: Int = 1, _ payload: [UInt8]) -> [UInt8] {
        var stack = WireBytes()
        for index in 0..<labels {
            stack.append32(UInt32(16 + index) << 12 | (index == labels - 1 ? 0x100 : 0) | 64)
        }
        stack.append(payload)
        return stack.bytes
    }

    /// An Ethernet frame in a pseudowire behind its control word (RFC 4448).
    package static func pseudowire(_ frame: [UInt8]) -> [UInt8] {
        [0, 0, 0, 7] + frame
    }

    /// A PPPoE session header (RFC 2516).
    package static func pppoe(length: Int? = nil, _ payload: [UInt8]) -> [UInt8] {
        var header = WireBytes([0x11, 0, 0, 9])
        header.append16(UInt16(length ?? payload.count))
        header.append(payload)
        return header.bytes
    }
}
