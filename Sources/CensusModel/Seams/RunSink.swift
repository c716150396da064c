package import NetworkTypes

/// A centre: a store that takes what sensors ship.
///
/// An implementer takes a shipment as a whole or not at all, and a shipment that it has changes nothing. It keeps of each source
/// the sensor, the generation and the last part that it took, and knows a source again as `merge` does: by its drawn identity, or by
/// how an input begins. In this order:
/// 1. A shipment with the number and the identity of the last one of its sensor is `known`; one with another number than the
///    next is refused: another machine ships as this sensor.
/// 2. A source that is not there is begun by a contribution that replaces.
/// 3. What this sensor shipped before is continued, where the generation is the same and the part the next one, or
///    replaced by a first part.
/// 4. What anybody else contributed stays, where the rules of `merge` do not prefer the shipped source: the one that is counted
///    further, then the one with the newer lists, then that
///    of the sensor that comes first by name. Nothing of it is added then, and the shipment is taken all the same.
/// 5. In every other case it wants the source from its beginning.
package protocol RunSink: Sendable {
    /// The last shipment of a sensor that is here; `nil` of a sensor that is not known.
    func lastShipment(ofSensor identity: String) throws -> ShipmentMark?
    /// - Parameter received: the centre's clock.
    func take(_ shipment: Shipment, received: Timestamp) throws -> ShipmentOutcome
    /// Every sensor that shipped, by name.
    func sensors() throws -> [SensorState]
}

/// What became of a shipment.
package enum ShipmentOutcome: Equatable, Sendable {
    case taken
    /// It was there before.
    case known
    /// Nothing was taken, for what comes before it is not here: the source is wanted from its beginning, under the same number.
    case wantsBeginning
}

/// A census that tells apart what each sensor saw: a `FlowSource` that heeds `FlowFilter.sensor`.
package protocol SensorCensus: FlowSource {
    /// The coverage of every hour in a range, by the name of the sensor; that of sources without one under the empty name.
    func sensorCoverage(in hours: HourRange) throws -> [String: [Hour: Coverage]]
}
