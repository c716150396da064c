import NetworkTypes

/// The columns of a page in the order in which they stand in it. Those of the key come first, so that a reader who wants no
/// more passes over the others.
enum PageColumn: Int, CaseIterable {
    /// Bits: the origin is of IPv6, the host is of IPv6, the host sent something, the origin did.
    case shape
    /// The upper and the lower half of the origin, less those of the record before; of IPv4 the address is the lower half.
    case originHigh, originLow
    /// As the origin's, less those of the record before where that has the same origin.
    case hostHigh, hostLow
    case transport, hostPort, originPort
    /// Places in the page's own lists.
    case attribution, exporter
    /// TCP flags, and 16 bits above them the openings and answers.
    case hostFlags, originFlags
    case hostPackets, originPackets
    case hostPayload, originPayload
    /// Bytes beyond the payload and the shortest headers of so many packets, as a signed number.
    case hostHeaders, originHeaders
    case hostRefusals, originRefusals
    /// The first time of the host, or of the origin where the host sent nothing, in units of the page after its hour's start.
    case start
    /// How much later the origin's first time is; 0 where one end sent nothing.
    case gap
    /// From the first to the last time of the end that `start` is of.
    case duration
    /// How much later the origin's last time is; 0 where one end sent nothing.
    case endGap

    static let lastOfKey = exporter

    /// Whether some parts of records stand in it.
    func isOf(_ parts: RecordParts) -> Bool {
        switch parts {
        case .keys: rawValue <= Self.lastOfKey.rawValue
        case .evidence: ![.hostHeaders, .originHeaders, .duration, .endGap].contains(self)
        case .all: true
        }
    }
}

/// What is read of records.
package enum RecordParts: Sendable {
    /// Their 5-tuples, attributions and exporters.
    case keys
    /// What tells who began: all but bytes, which are 0 then, and last times, which are the first ones.
    case evidence
    case all
}

/// The bits of `PageColumn.shape`.
enum RecordShape {
    static let originIsVersion6: UInt64 = 1
    static let hostIsVersion6: UInt64 = 2
    static let hostSent: UInt64 = 4
    static let originSent: UInt64 = 8
    static let versions: UInt64 = originIsVersion6 | hostIsVersion6
    static let all: UInt64 = 15
    /// Of a record whose page was read, and in no page: it has the 5-tuple of the one before.
    static let repeatsTuple: UInt64 = 16
}

/// The bits of `PageColumn.hostFlags`.
enum RecordBits {
    static let flags: UInt64 = 0x3FF
    static let rolesShift: UInt64 = 16
    /// What is kept of roles: all; a refusal's stands for those of which no packet is counted.
    static let roles = PacketRoles([.opening, .answer, .refusal, .statement]).rawValue
    static let all = flags | UInt64(roles) << rolesShift
}

extension UInt64 {
    /// A signed number as one that is small where that is near 0, on either side.
    init(zigzag number: Int64) {
        self = UInt64(bitPattern: number << 1 ^ number >> 63)
    }

    /// The signed number.
    var unzigzagged: Int64 {
        Int64(bitPattern: self >> 1) ^ -Int64(bitPattern: self & 1)
    }
}

extension [UInt64] {
    /// Appends the numbers as a column: the least of them, how many bytes what is above it takes at the most, and these
    /// bytes plane by plane, the lowest first.
    func append(to bytes: inout [UInt8], _ packer: inout PlanePacker, plane: inout [UInt8]) {
        let base = reduce(UInt64.max) { Swift.min($0, $1) }
        let largest = reduce(0) { Swift.max($0, $1) } &- base
        let width = (UInt64.bitWidth - largest.leadingZeroBitCount + 7) / 8
        bytes.append(number: base)
        bytes.append(UInt8(width))
        for number in 0..<width {
            plane.removeAll(keepingCapacity: true)
            let shift = UInt64(8 * number)
            for value in self { plane.append(UInt8(truncatingIfNeeded: (value &- base) &>> shift)) }
            packer.append(plane, to: &bytes)
        }
    }
}
