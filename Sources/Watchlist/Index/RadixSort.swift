/// Sorts numbers a digit of 16 bits after another, in four passes whatever their order: a list of a million addresses is
/// sorted at every start.
enum RadixSort {
    private static let digitBits: UInt64 = 16
    /// Below this, clearing the counters costs more than it saves.
    private static let minimumCount = 4_096

    static func sorted(_ numbers: [UInt64]) -> [UInt64] {
        guard numbers.count >= minimumCount else { return numbers.sorted() }
        // A compiled list is in order, and so are many that are published.
        if isSorted(numbers) { return numbers }
        var (from, to) = (numbers, numbers)
        for digit in 0..<UInt64.bitWidth / Int(digitBits) {
            pass(from, &to, shift: UInt64(digit) * digitBits)
            swap(&from, &to)
        }
        return from
    }

    private static func isSorted(_ numbers: [UInt64]) -> Bool {
        for index in 1..<numbers.count where numbers[index] < numbers[index - 1] { return false }
        return true
    }

    /// Puts `numbers` into `result` in the order of one digit, keeping the order of equal ones.
    private static func pass(_ numbers: [UInt64], _ result: inout [UInt64], shift: UInt64) {
        let mask: UInt64 = 1 << digitBits - 1
        var places = [Int](repeating: 0, count: 1 << digitBits)
        for number in numbers { places[Int(number >> shift & mask)] += 1 }
        var sum = 0
        for digit in places.indices {
            (places[digit], sum) = (sum, sum + places[digit])
        }
        for number in numbers {
            let digit = Int(number >> shift & mask)
            result[places[digit]] = number
            places[digit] += 1
        }
    }
}
