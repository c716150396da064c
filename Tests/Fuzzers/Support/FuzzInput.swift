/// The bytes that libFuzzer made up, taken from the front: first what steers a check, then what it is about.
package struct FuzzInput {
    private var rest: ArraySlice<UInt8>

    /// - Parameter start: lent by libFuzzer for the length of a call; copied here.
    package init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        rest = unsafe Array(UnsafeBufferPointer(start: start, count: count))[...]
    }

    /// The next byte; 0 where there is none.
    package mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// The next two bytes, the upper first.
    package mutating func number() -> Int { Int(byte()) << 8 | Int(byte()) }

    /// Everything that is left.
    package mutating func remaining() -> [UInt8] {
        defer { rest = [] }
        return Array(rest)
    }
}
