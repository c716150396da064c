package import CensusModel
import NetworkTypes

/// What becomes of a shipment.
package enum ShipmentWay: CaseIterable, Sendable {
    case arrives
    case isLost
    case arrivesUnheard
}

extension RunSpool {
    /// Ships to a centre as a process does that may end at any shipment.
    package func ship(
        as name: String, to centre: any RunSink, destination: String = "centre",
        _ way: () -> ShipmentWay = { .arrives },
        meanwhile: () throws -> Void = {}
    ) throws {
        _ = try beginShipping(to: destination)
        let identity = try sensorIdentity(for: destination)
        _ = try settleShipping(to: destination, last: centre.lastShipment(ofSensor: identity))
        let sensor = ShippingSensor(name: name, version: "1", interval: 10)
        while let shipment = try nextShipment(to: destination, of: sensor, sent: Timestamp(nanoseconds: 0)) {
            try meanwhile()
            let way = way()
            guard way != .isLost else { return }
            let outcome = try centre.take(shipment, received: Timestamp(nanoseconds: 0))
            guard way != .arrivesUnheard else { return }
            try noteShipped(outcome, to: destination)
        }
    }
}
