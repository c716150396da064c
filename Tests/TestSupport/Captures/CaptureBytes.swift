package import PacketCapture

/// The bytes of a capture, appended number by number in either byte order.
package struct CaptureBytes {
    package var order: ByteOrder
    package var bytes: [UInt8] = []

    package init(order: ByteOrder) {
        self.order = order
    }

    package mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        let count = Number.bitWidth / 8
        for index in 0..<count {
            let place = order == .little ? index : count - 1 - index
            bytes.append(UInt8(truncatingIfNeeded: number >> Number(place * 8)))
        }
    }

    package mutating func append(_ more: [UInt8]) { bytes += more }

    /// Fills up to 32 bits with zeros.
    package mutating func pad() {
        bytes += [UInt8](repeating: 0, count: -bytes.count & 3)
    }
}
