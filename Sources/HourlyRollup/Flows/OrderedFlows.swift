/// The entries of a table by hour, origin, host, protocol and ports.
///
/// Handed on in groups: the entries of a large table lie far apart, and those of a group are prefetched together, so that
/// none is waited for alone.
struct OrderedFlows<Address: FixedWidthInteger & UnsignedInteger & Sendable> {
    private let table: FlowTable<Address>
    private let order: [UInt32]
    private var handedOn = 0

    private static var groupLength: Int { 32 }

    init(_ table: FlowTable<Address>) {
        self.table = table
        order = FlowOrder.indices(of: table)
    }

    /// The hour of the entry that is next; `nil` at the end.
    var hour: Int32? {
        handedOn < order.count ? table.key(Int(order[handedOn])).hour : nil
    }

    /// The origin of the entry that is next, where that is of an hour; `nil` where it is not.
    func origin(in hour: Int32) -> Address? {
        guard self.hour == hour else { return nil }
        return table.key(Int(order[handedOn])).origin
    }

    /// Hands on all entries of the hour that is next, each with whether it is the only one of its 5-tuple.
    /// - Parameter last: the last origin whose entries are handed on; `nil` for all.
    mutating func forEach(
        of hour: Int32, upTo last: Address? = nil, _ body: (FlowTable<Address>.Entry, Bool) throws -> Void
    ) rethrows {
        var isFirst = true
        while self.hour == hour {
            let group = order[handedOn..<min(handedOn + Self.groupLength, order.count)]
            for index in group { table.prefetch(Int(index)) }
            for index in group {
                let entry = table[Int(index)]
                guard entry.key.hour == hour, last.map({ !$0.isAddress(before: entry.key.origin) }) ?? true else {
                    return
                }
                handedOn += 1
                let isLast = !isSameTuple(entry.key)
                try body(entry, isFirst && isLast)
                isFirst = isLast
            }
        }
    }

    /// Whether the entry that is next differs from a key in nothing but the attribution and the exporter.
    private func isSameTuple(_ key: FlowTable<Address>.Key) -> Bool {
        guard handedOn < order.count else { return false }
        let next = table.key(Int(order[handedOn]))
        return next.host == key.host && next.ports == key.ports && next.origin == key.origin && next.hour == key.hour
            && next.transport == key.transport
    }
}
