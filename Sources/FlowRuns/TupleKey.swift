package import CensusModel
package import NetworkTypes

extension FlowTuple {
    /// The 5-tuple as bytes that compare, one after another, as 5-tuples do: for each end its IP version, 4 or 6, and its
    /// address; the protocol, the host's port, the origin's.
    package var orderedBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(ordered: origin)
        bytes.append(ordered: host)
        bytes.append(transport.rawValue)
        for port in [hostPort, originPort] { bytes.append(ordered: port) }
        return bytes
    }
}

extension IPAddress {
    /// The address that bytes begin with, as `FlowTuple.orderedBytes` has it; `nil` where they are not an address.
    package init?(ordered bytes: [UInt8]) {
        let length =
            switch bytes.first {
            case 4: 4
            case 6: 16
            default: 0
            }
        guard length > 0, bytes.count > length else { return nil }
        let number = bytes[1...length].reduce(0 as UInt128) { $0 << 8 | UInt128($1) }
        self = length == 4 ? .v4(IPv4Address(rawValue: UInt32(number))) : .v6(IPv6Address(rawValue: number))
    }
}

extension [UInt8] {
    /// Appends an address as `FlowTuple.orderedBytes` has it.
    package mutating func append(ordered address: IPAddress) {
        switch address {
        case .v4(let address):
            append(4)
            append(ordered: address.rawValue)
        case .v6(let address):
            append(6)
            append(ordered: address.rawValue)
        }
    }

    fileprivate mutating func append(ordered number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
