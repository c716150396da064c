/// The number of the longest prefix around an address, by one binary search: prefixes that lie in one another are cut into
/// ranges that do not overlap.
struct LongestPrefixTable<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    typealias Entry = (bounds: ClosedRange<Address>, number: Int)

    /// Where a range begins, and its number; `nil` where no prefix is. The first begins at 0.
    private var starts: [Address] = [0]
    private var numbers: [Int?] = [nil]

    /// - Parameter prefixes: none twice.
    init(_ prefixes: [Entry]) {
        // A prefix comes before those that lie in it.
        let outerFirst = prefixes.sorted {
            ($0.bounds.lowerBound, $1.bounds.upperBound) < ($1.bounds.lowerBound, $0.bounds.upperBound)
        }
        var open: [Entry] = []
        for prefix in outerFirst {
            while let inner = open.last, inner.bounds.upperBound < prefix.bounds.lowerBound { close(&open) }
            begin(at: prefix.bounds.lowerBound, prefix.number)
            open.append(prefix)
        }
        while !open.isEmpty { close(&open) }
    }

    /// Ends the innermost prefix: what follows belongs to the one around it.
    private mutating func close(_ open: inout [Entry]) {
        let inner = open.removeLast()
        if inner.bounds.upperBound < .max { begin(at: inner.bounds.upperBound + 1, open.last?.number) }
    }

    private mutating func begin(at start: Address, _ number: Int?) {
        if starts[starts.count - 1] == start {
            numbers[numbers.count - 1] = number
        } else {
            starts.append(start)
            numbers.append(number)
        }
    }

    func number(of address: Address) -> Int? {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= address { low = middle + 1 } else { high = middle }
        }
        return numbers[low - 1]
    }
}
