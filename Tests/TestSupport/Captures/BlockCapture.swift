package import PacketCapture

/// A pcapng capture, written block by block, and what a reader should find in it.
package struct BlockCapture {
    private var file: CaptureBytes
    package private(set) var frames: [CapturedFrame] = []
    /// Where each block ends, and how many frames stand before there.
    package private(set) var boundaries: [(end: Int, frames: Int)] = []

    /// An option: its code and value.
    package struct Option {
        package var code: UInt16
        package var value: [UInt8]

        package init(code: UInt16, value: [UInt8]) {
            (self.code, self.value) = (code, value)
        }

        package static let comment = Option(code: 1, value: [0x61, 0x62, 0x63, 0x64, 0x65])

        /// `if_tsresol`.
        package static func resolution(_ exponent: UInt8) -> Option { Option(code: 9, value: [exponent]) }

        /// `isb_ifdrop` and `isb_osdrop` of statistics, and `epb_dropcount` of a packet.
        package static func lostByInterface(_ count: UInt64, _ order: ByteOrder) -> Option { number(5, count, order) }
        package static func lostBySystem(_ count: UInt64, _ order: ByteOrder) -> Option { number(7, count, order) }
        package static func lostBefore(_ count: UInt64, _ order: ByteOrder) -> Option { number(4, count, order) }

        private static func number(_ code: UInt16, _ number: UInt64, _ order: ByteOrder) -> Option {
            var value = CaptureBytes(order: order)
            value.append(Int64(bitPattern: number))
            return Option(code: code, value: value.bytes)
        }

        /// `if_tsoffset`.
        package static func offset(_ seconds: Int64, _ order: ByteOrder) -> Option {
            var value = CaptureBytes(order: order)
            value.append(seconds)
            return Option(code: 14, value: value.bytes)
        }
    }

    package init(_ order: ByteOrder = .little) {
        file = CaptureBytes(order: order)
        beginSection(order)
    }

    package var bytes: [UInt8] { file.bytes }
    package var order: ByteOrder { file.order }

    package mutating func beginSection(_ order: ByteOrder, version: (UInt16, UInt16) = (1, 0), options: [Option] = []) {
        file.order = order
        addBlock(0x0A0D_0D0A, options: options) { body in
            body.append(UInt32(0x1A2B_3C4D))
            body.append(version.0)
            body.append(version.1)
            body.append(Int64(-1))
        }
    }

    package mutating func addInterface(linkType: UInt16 = 1, snapLength: UInt32 = 262_144, options: [Option] = []) {
        addBlock(1, options: options) { body in
            body.append(linkType)
            body.append(UInt16(0))
            body.append(snapLength)
        }
    }

    /// An enhanced packet block.
    /// - Parameter nanoseconds: what the units of the interface come to.
    package mutating func addPacket(
        _ frame: [UInt8], units: UInt64, nanoseconds: Int64, interface: UInt32 = 0, linkType: UInt16 = 1,
        originalLength: Int? = nil, options: [Option] = []
    ) {
        frames.append(
            CapturedFrame(
                nanoseconds: nanoseconds, bytes: frame, originalLength: originalLength ?? frame.count,
                linkType: linkType))
        addBlock(6, options: options) { body in
            body.append(interface)
            body.appendPacket(units, frame, originalLength)
        }
    }

    /// A packet block of the form before the enhanced one.
    package mutating func addObsoletePacket(
        _ frame: [UInt8], units: UInt64, nanoseconds: Int64, interface: UInt16 = 0, drops: UInt16 = 3,
        originalLength: Int? = nil
    ) {
        frames.append(
            CapturedFrame(nanoseconds: nanoseconds, bytes: frame, originalLength: originalLength ?? frame.count))
        addBlock(2) { body in
            body.append(interface)
            body.append(drops)
            body.appendPacket(units, frame, originalLength)
        }
    }

    /// A simple packet block: no time.
    package mutating func addSimplePacket(_ frame: [UInt8], originalLength: Int? = nil) {
        frames.append(CapturedFrame(nanoseconds: 0, bytes: frame, originalLength: originalLength ?? frame.count))
        addBlock(3) { body in
            body.append(UInt32(originalLength ?? frame.count))
            body.append(frame)
        }
    }

    /// An interface statistics block.
    package mutating func addStatistics(interface: UInt32 = 0, units: UInt64, options: [Option]) {
        addBlock(5, options: options) { body in
            body.append(interface)
            body.append(UInt32(truncatingIfNeeded: units >> 32))
            body.append(UInt32(truncatingIfNeeded: units))
        }
    }

    /// A block of any type.
    package mutating func addBlock(_ type: UInt32, options: [Option] = [], _ write: (inout CaptureBytes) -> Void) {
        var body = CaptureBytes(order: file.order)
        write(&body)
        body.pad()
        for option in options {
            body.append(option.code)
            body.append(UInt16(option.value.count))
            body.append(option.value)
            body.pad()
        }
        if !options.isEmpty { body.append(UInt32(0)) }
        file.append(type)
        file.append(UInt32(body.bytes.count + 12))
        file.append(body.bytes)
        file.append(UInt32(body.bytes.count + 12))
        boundaries.append((file.bytes.count, frames.count))
    }

    /// Bytes that are no block.
    package mutating func append(_ more: [UInt8]) { file.append(more) }
}

extension CaptureBytes {
    /// What enhanced and obsolete packet blocks share.
    fileprivate mutating func appendPacket(_ units: UInt64, _ frame: [UInt8], _ originalLength: Int?) {
        append(UInt32(truncatingIfNeeded: units >> 32))
        append(UInt32(truncatingIfNeeded: units))
        append(UInt32(frame.count))
        append(UInt32(originalLength ?? frame.count))
        append(frame)
    }
}
