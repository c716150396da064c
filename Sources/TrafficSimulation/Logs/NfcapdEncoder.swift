import NetworkTypes

/// A file of nfdump 1.7 (layout 2, nffileV2.h and nfxV3.h), not packed, in the byte order of little-endian machines.
enum NfcapdEncoder {
    /// Bytes of records in a block: nfdump takes more.
    private static let blockLength = 1_024 * 1_024
    private static let elementHeader = 4

    /// No block is announced: readers go on to the file's end.
    static var header: [UInt8] {
        var bytes = LittleEndianBytes()
        bytes.append(0xA50C as UInt16)
        bytes.append(2 as UInt16)
        // nfdump's version, when it was made, no packing and no encryption.
        bytes.append(0x0107_0100 as UInt32)
        bytes.append(0 as UInt64)
        bytes.append(0 as UInt32)
        // Who made it, no appendix, the block size.
        bytes.append(0 as UInt32)
        bytes.append(0 as UInt64)
        bytes.append(UInt32(blockLength))
        bytes.append(0 as UInt32)
        return bytes.bytes
    }

    /// Appends the hour's blocks.
    static func write(_ flows: [SimulatedFlow], to file: inout [UInt8]) {
        var (records, count) = ([UInt8](), UInt32(0))
        func finishBlock() {
            var block = LittleEndianBytes()
            block.append(count)
            block.append(UInt32(records.count))
            block.append(3 as UInt16)
            block.append(0 as UInt16)
            file += block.bytes + records
            (records, count) = ([], 0)
        }
        for direction in flows.flatMap(SimulatedDirection.of) {
            records += record(direction)
            count += 1
            if records.count >= blockLength { finishBlock() }
        }
        if count > 0 { finishBlock() }
    }

    private static func record(_ direction: SimulatedDirection) -> [UInt8] {
        let flow = flow(direction)
        let ends = ends(direction)
        var record = LittleEndianBytes()
        record.append(11 as UInt16)
        record.append(UInt16(12 + flow.count + ends.count))
        record.append(2 as UInt16)
        // Engine, exporter, flags and version.
        record.append(0 as UInt16)
        record.append(0 as UInt16)
        record.append(UInt16(9) << 8)
        return record.bytes + flow + ends
    }

    /// The element of times, counters, ports, protocol and flags.
    private static func flow(_ direction: SimulatedDirection) -> [UInt8] {
        var element = LittleEndianBytes()
        element.append(1 as UInt16)
        element.append(UInt16(elementHeader + 48))
        for time in [direction.sent.first, direction.sent.last, direction.sent.last] { element.append(time / 1_000) }
        element.append(direction.sent.packets)
        element.append(direction.sent.bytes)
        element.append(direction.ports.source)
        element.append(direction.ports.destination)
        element.append(UInt16(direction.transport.rawValue) | direction.sent.flags.rawValue << 8)
        element.append(0 as UInt16)
        return element.bytes
    }

    private static func ends(_ direction: SimulatedDirection) -> [UInt8] {
        var element = LittleEndianBytes()
        element.append((direction.isIPv6 ? 3 : 2) as UInt16)
        element.append(UInt16(elementHeader + (direction.isIPv6 ? 32 : 8)))
        for address in [direction.source.address, direction.destination.address] {
            switch address {
            case .v4(let address): element.append(address.rawValue)
            case .v6(let address):
                element.append(UInt64(truncatingIfNeeded: address.rawValue >> 64))
                element.append(UInt64(truncatingIfNeeded: address.rawValue))
            }
        }
        return element.bytes
    }
}

/// Numbers, least significant byte first.
private struct LittleEndianBytes {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ number: some FixedWidthInteger) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
