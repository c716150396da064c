/// IPv4 addresses that entries name one by one, each with the number of its list of rules.
///
/// Sorted: 4 bytes an address, half a byte to find its piece, and 4 for the number, unless all have the same one, as in a
/// plain list. A question is a binary search in one piece: 3 steps when addresses are spread evenly.
struct AddressTable: Sendable {
    private let addresses: [UInt32]
    private let pieces: PieceIndex
    /// Empty when all addresses have one list of rules, `onlyNumber`.
    private let numbers: [RuleLists.Number]
    private let onlyNumber: RuleLists.Number

    /// - Parameter entries: sorted by address, no address twice.
    init(_ entries: [(address: UInt32, number: RuleLists.Number)]) {
        addresses = entries.map(\.address)
        pieces = PieceIndex(addresses)
        onlyNumber = entries.first?.number ?? 0
        numbers = entries.contains { [onlyNumber] in $0.number != onlyNumber } ? entries.map(\.number) : []
    }

    /// The number of an address's list of rules; 0 when it is not named.
    @inline(__always)
    func number(of address: UInt32) -> RuleLists.Number {
        var (low, high) = pieces.piece(of: address)
        let end = high
        while low < high {
            let middle = (low + high) >> 1
            if addresses[middle] < address { low = middle + 1 } else { high = middle }
        }
        guard low < end, addresses[low] == address else { return 0 }
        return numbers.isEmpty ? onlyNumber : numbers[low]
    }
}
