package import NetworkTypes

/// A sensor that ships, as it names itself.
package struct SensorRecord: Equatable, Sendable {
    /// Drawn once, and kept in the sensor's store.
    package let identity: String
    package let name: String
    /// Of the program that ships.
    package let version: String
    /// Seconds after which the sensor ships again, whether there is something new or not; 0 of one that ships once.
    package let interval: Int

    package init(identity: String, name: String, version: String, interval: Int) {
        (self.identity, self.name, self.version, self.interval) = (identity, name, version, interval)
    }
}

/// A sensor as a centre knows it, by its last shipment.
package struct SensorState: Equatable, Sendable {
    package let record: SensorRecord
    /// The number of the last shipment, and its identity.
    package let last: ShipmentMark
    /// When it came, by the centre's clock.
    package let received: Timestamp
    /// How far the sensor's clock was behind the centre's then, in nanoseconds, the way included.
    package let clockOffset: Int64
    /// The lists of the source that it shipped last.
    package let lists: [UsedList]

    package init(
        record: SensorRecord, last: ShipmentMark, received: Timestamp, clockOffset: Int64, lists: [UsedList]
    ) {
        (self.record, self.last, self.received) = (record, last, received)
        (self.clockOffset, self.lists) = (clockOffset, lists)
    }
}

/// The last shipment of a sensor that a centre has.
package struct ShipmentMark: Equatable, Sendable {
    package let sequence: UInt64
    package let identity: String

    package init(sequence: UInt64, identity: String) {
        (self.sequence, self.identity) = (sequence, identity)
    }
}
