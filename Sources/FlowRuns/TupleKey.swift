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
