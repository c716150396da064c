/// Sorts by numbers, keeping the order of equal ones: a pass for each byte in which the numbers differ, so that what a value
/// costs does not grow with how many there are.
enum DigitSort {
    /// Below this many values, comparing them costs less.
    private static var fewValues: Int { 96 }

    @inline(__always)
    static func sort<Value, Number: FixedWidthInteger & UnsignedInteger>(
        _ values: inout [Value], by number: (Value) -> Number
    ) {
        guard let differing = differingBits(values, number) else { return }
        guard values.count > fewValues else { return values.sort { number($0) < number($1) } }
        var room = values
        for shift in stride(from: 0, to: Number.bitWidth, by: 8)
        where UInt8(truncatingIfNeeded: differing >> Number(shift)) != 0 {
            pass(values, into: &room) { UInt8(truncatingIfNeeded: number($0) >> Number(shift)) }
            swap(&values, &room)
        }
    }

    /// The bits in which numbers differ; `nil` where they are in their order.
    @inline(__always)
    private static func differingBits<Value, Number: FixedWidthInteger & UnsignedInteger>(
        _ values: [Value], _ number: (Value) -> Number
    ) -> Number? {
        guard let first = values.first.map(number) else { return nil }
        var (bits, last, isSorted): (Number, Number, Bool) = (0, first, true)
        for value in values {
            let next = number(value)
            bits |= next ^ first
            isSorted = isSorted && last <= next
            last = next
        }
        return isSorted ? nil : bits
    }

    @inline(__always)
    private static func pass<Value>(_ values: [Value], into room: inout [Value], _ digit: (Value) -> UInt8) {
        var places = [Int](repeating: 0, count: 256)
        for value in values { places[Int(digit(value))] += 1 }
        var sum = 0
        for digit in places.indices { (places[digit], sum) = (sum, sum + places[digit]) }
        for value in values {
            let digit = Int(digit(value))
            room[places[digit]] = value
            places[digit] += 1
        }
    }
}
