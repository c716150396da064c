package import NetworkTypes

/// A sensor's store, out of which it ships: it keeps what each destination has, and what is on its way there.
///
/// An implementer notes what a shipment holds before it is sent, so that a process that is killed at any instant knows, by the last
/// shipment that the destination has, what of it arrived. What is on its way and what is not are never put together.
package protocol RunSpool: Sendable {
    /// Notes that this process ships to a destination.
    /// - Returns: false where another one that still runs does.
    func beginShipping(to destination: String) throws -> Bool
    func endShipping(to destination: String) throws
    /// The identity under which the store ships there.
    func sensorIdentity(for destination: String) throws -> String
    /// Notes what of that which was on its way is at the destination. Where the destination has another shipment than those that
    /// are noted here, one of both was put back: all is shipped again, under a new identity.
    /// - Parameter last: the last shipment that the destination has of this sensor.
    /// - Returns: false where all is shipped again.
    func settleShipping(to destination: String, last: ShipmentMark?) throws -> Bool
    /// What is to be sent next, which is noted as being on its way; `nil` where the destination has everything.
    func nextShipment(to destination: String, of sensor: ShippingSensor, sent: Timestamp) throws -> Shipment?
    /// A shipment that only shows that the sensor is there.
    func signOfLife(to destination: String, of sensor: ShippingSensor, sent: Timestamp) throws -> Shipment
    /// Notes what became of the shipment that is on its way.
    func noteShipped(_ outcome: ShipmentOutcome, to destination: String) throws
    /// What a destination does not have yet.
    func backlog(for destination: String) throws -> ShippingBacklog
}

/// How a sensor names itself where it ships.
package struct ShippingSensor: Equatable, Sendable {
    package let name: String
    package let version: String
    /// As `SensorRecord` has it.
    package let interval: Int

    package init(name: String, version: String, interval: Int) {
        (self.name, self.version, self.interval) = (name, version, interval)
    }
}

/// What waits to be shipped.
package struct ShippingBacklog: Equatable, Sendable {
    /// Hours of sources.
    package let hours: Int
    /// Records of flows.
    package let flows: Int

    package init(hours: Int, flows: Int) {
        (self.hours, self.flows) = (hours, flows)
    }
}
