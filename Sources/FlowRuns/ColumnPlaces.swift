/// The numbers of a page's columns while a loop changes them.
///
/// Unsafe as `ReadColumns` is, and for the same reason. Whoever reads or writes a number has looked at its place: that of a record of the
/// page, in a column that is there.
@safe struct ColumnPlaces {
    private let numbers: UnsafeMutableBufferPointer<UInt64>
    let count: Int

    init(_ numbers: UnsafeMutableBufferPointer<UInt64>, count: Int) {
        unsafe self.numbers = numbers
        self.count = count
    }

    @inline(__always)
    subscript(column: PageColumn, index: Int) -> UInt64 {
        get { unsafe numbers[column.rawValue &* count &+ index] }
        nonmutating set { unsafe numbers[column.rawValue &* count &+ index] = newValue }
    }

    /// Makes addresses of the differences to those before.
    func addDifferences() {
        var version = self[.shape, 0] & RecordShape.originIsVersion6
        var origin = (high: self[.originHigh, 0], low: self[.originLow, 0])
        var host = (high: self[.hostHigh, 0], low: self[.hostLow, 0])
        for index in 1..<count {
            let next = self[.shape, index] & RecordShape.originIsVersion6
            let step = (high: self[.originHigh, index], low: self[.originLow, index])
            // Behind another origin hosts begin again.
            let goesOn = step.high | step.low | (next ^ version) == 0
            host.high = (goesOn ? host.high : 0) &+ self[.hostHigh, index]
            host.low = (goesOn ? host.low : 0) &+ self[.hostLow, index]
            (origin.high, origin.low, version) = (origin.high &+ step.high, origin.low &+ step.low, next)
            (self[.originHigh, index], self[.originLow, index]) = origin
            (self[.hostHigh, index], self[.hostLow, index]) = host
        }
    }
}
