/// Where values lie on an axis that begins at 0 and ends at a round number.
struct ChartScale {
    /// What the axis ends at: 1, 2 or 5 times a power of ten for each of its steps.
    let top: UInt64
    let step: UInt64

    private static let mostSteps: UInt64 = 5

    /// - Parameter greatest: the greatest value to be shown.
    init(upTo greatest: UInt64) {
        var step: UInt64 = 1
        var factors: [UInt64] = [2, 5, 10]
        var power: UInt64 = 1
        while step * Self.mostSteps < greatest, power <= UInt64.max / 100 {
            step = power * factors.removeFirst()
            if factors.isEmpty { (power, factors) = (power * 10, [2, 5, 10]) }
        }
        self.step = step
        top = max(1, (greatest + step - 1) / step) * step
    }

    /// The values at which the axis has a line, from 0 on.
    var levels: [UInt64] { Array(stride(from: 0, through: top, by: Int(step))) }

    /// A value's share of the axis.
    func share(of value: UInt64) -> Double { Double(value) / Double(top) }
}
