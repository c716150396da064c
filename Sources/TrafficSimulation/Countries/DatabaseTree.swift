import NetworkTypes

/// The search tree of a MaxMind database: one node for each bit of an address that is looked up, with a record for 0 and
/// one for 1 (MaxMind DB File Format 2.0, "Binary Search Tree Section").
struct DatabaseTree {
    enum Record {
        /// No prefix names these addresses.
        case empty
        case node(Int)
        /// What is said of these addresses begins here in the data section.
        case data(Int)
    }

    /// Of every node the record for 0 and the record for 1.
    private(set) var records: [Record] = [.empty, .empty]
    /// 32, or 128, where IPv4 lies within `::/96`.
    private let bitWidth: Int

    init(isIPv4Only: Bool) {
        bitWidth = isIPv4Only ? 32 : 128
    }

    var nodeCount: Int { records.count / 2 }

    /// Names what is said of a prefix; of prefixes within one another the inner one is to come later.
    mutating func insert(_ prefix: IPPrefix, data: Int) {
        let path = path(of: prefix)
        guard let last = path.last else {
            records = [.data(data), .data(data)]
            return
        }
        var node = 0
        for bit in path.dropLast() { node = child(of: node * 2 + bit) }
        records[node * 2 + last] = .data(data)
    }

    /// The leading bits that a prefix fixes, where the root decides on the first.
    private func path(of prefix: IPPrefix) -> [Int] {
        let (value, length) =
            switch prefix.address {
            case .v4(let address): (UInt128(address.rawValue), bitWidth - 32 + prefix.length)
            case .v6(let address): (address.rawValue, prefix.length)
            }
        precondition(length <= bitWidth, "a tree for IPv4 takes no IPv6 prefix")
        return (0..<length).map { Int(truncatingIfNeeded: value >> UInt128(bitWidth - 1 - $0) & 1) }
    }

    /// The node that a record points to, which is added where there is none: both of its records say what the one said.
    private mutating func child(of place: Int) -> Int {
        if case .node(let node) = records[place] { return node }
        let said = records[place]
        let node = nodeCount
        records += [said, said]
        records[place] = .node(node)
        return node
    }
}
