package import CensusModel

/// Where a store is shipped, and how.
package struct ShipOptions: Sendable {
    /// The centre, as the operator names it.
    package let destination: String
    package var sensor: ShippingSensor
    /// Flows a second on the average; `nil` for as many as there are.
    package var rate: UInt64?
    /// Seconds before a destination that is away is tried again: at first, and at the most.
    package var patience: ClosedRange<Double> = 1...60

    package init(destination: String, sensor: ShippingSensor) {
        (self.destination, self.sensor) = (destination, sensor)
    }
}
