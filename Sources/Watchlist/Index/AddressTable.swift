/// IPv4 addresses that entries name one by one, each with the number of its list of rules.
///
/// Sorted, and cut by their upper 16 bits, so that only the lower 16 are kept: 6 bytes an address and 256 KiB for the
/// cuts. A question is a binary search in one piece: 4 steps with a million addresses spread evenly.
struct AddressTable: Sendable {
    private var pieceStarts = [UInt32](repeating: 0, count: 65_537)
    private var lowerHalves: [UInt16] = []
    private var numbers: [RuleLists.Number] = []

    /// - Parameter entries: sorted by address, no address twice.
    init(_ entries: [(address: UInt32, number: RuleLists.Number)]) {
        lowerHalves.reserveCapacity(entries.count)
        numbers.reserveCapacity(entries.count)
        for entry in entries {
            pieceStarts[Int(entry.address >> 16) + 1] += 1
            lowerHalves.append(UInt16(truncatingIfNeeded: entry.address))
            numbers.append(entry.number)
        }
        for piece in 1...65_536 { pieceStarts[piece] += pieceStarts[piece - 1] }
    }

    /// The number of an address's list of rules; 0 when it is not named.
    func number(of address: UInt32) -> RuleLists.Number {
        let piece = Int(address >> 16)
        var low = Int(pieceStarts[piece])
        var high = Int(pieceStarts[piece + 1])
        let end = high
        let wanted = UInt16(truncatingIfNeeded: address)
        while low < high {
            let middle = (low + high) >> 1
            if lowerHalves[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < end && lowerHalves[low] == wanted ? numbers[low] : 0
    }
}
