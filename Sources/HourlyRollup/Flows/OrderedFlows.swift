/// The entries of a table by hour, origin, host, protocol and ports.
///
/// Copied in groups: the entries of a large table lie far apart, and no copy waits for the one before.
struct OrderedFlows<Address: FixedWidthInteger & UnsignedInteger & Sendable> {
    private let table: FlowTable<Address>
    private let order: [UInt32]
    private var copied = 0
    private var group: ArraySlice<FlowTable<Address>.Entry> = []

    private static var groupLength: Int { 32 }

    init(_ table: FlowTable<Address>) {
        self.table = table
        order = table.order
        copyGroup()
    }

    private mutating func copyGroup() {
        let next = order[copied..<min(copied + Self.groupLength, order.count)]
        group = next.map { table[Int($0)] }[...]
        copied += next.count
    }

    /// The entry that is next; `nil` at the end.
    var first: FlowTable<Address>.Entry? { group.first }

    mutating func removeFirst() {
        group.removeFirst()
        if group.isEmpty { copyGroup() }
    }
}
