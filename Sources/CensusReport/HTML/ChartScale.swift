/// Where values lie on an axis that begins at 0 and ends at a round number.
package struct ChartScale {
    /// What the axis ends at: 1, 2 or 5 times a power of ten for each of its steps.
    package let top: UInt64
    package let step: UInt64

    private static let mostSteps: UInt64 = 5
    /// Greater numbers than this end the axis: nothing that is counted comes near.
    private static let mostOfAll: UInt64 = 1_000_000_000_000_000_000

    /// - Parameter greatest: the greatest value to be shown.
    package init(upTo greatest: UInt64) {
        let greatest = min(greatest, Self.mostOfAll)
        var step: UInt64 = 1
        var factors: [UInt64] = [2, 5, 10]
        var power: UInt64 = 1
        while step * Self.mostSteps < greatest {
            step = power * factors.removeFirst()
            if factors.isEmpty { (power, factors) = (power * 10, [2, 5, 10]) }
        }
        self.step = step
        top = max(1, (greatest + step - 1) / step) * step
    }

    /// The values at which the axis has a line, from 0 on.
    package var levels: [UInt64] { Array(stride(from: 0, through: top, by: Int(step))) }

    /// A value's share of the axis.
    package func share(of value: UInt64) -> Double { min(1, Double(value) / Double(top)) }
}
