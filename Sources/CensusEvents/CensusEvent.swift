package import CensusModel
package import HourlyRollup
package import NetworkTypes

/// Something new in the census, told once.
package struct CensusEvent: Equatable, Sendable {
    /// The same for the same thing, whenever it is derived: 32 hexadecimal digits.
    package let identifier: String
    package let kind: EventKind
    /// When what it tells of began, by what was seen.
    package var time: Timestamp
    /// When it was derived.
    package var noted: Timestamp
    /// The hour that it is about; `nil` of feeds.
    package var hour: Hour?
    package var origin: IPAddress?
    package var originPort: UInt16?
    /// `nil` where the origin's is not known.
    package var country: CountryCode?
    package var host: IPAddress?
    package var hostPort: UInt16?
    /// The host's name and sector in the inventory.
    package var hostName: String?
    package var sector: String?
    package var transport: TransportProtocol?
    package var threatClass: ThreatClass?
    package var labels: [String] = []
    package var grade: Grade?
    /// What the kind's `subjectName` names.
    package var subject: String?
    /// How many there are, and how many there may be: hosts of a threshold; packets or records that were lost; events.
    package var count: UInt64?
    package var limit: UInt64?
    /// The share that was seen of an hour, and the least that there should be, from 0 to 1.
    package var coverage: Double?
    package var minimumCoverage: Double?
    /// Why, in a sentence of the program that knows.
    package var reason: String?

    package init(identifier: String, kind: EventKind, time: Timestamp, noted: Timestamp) {
        (self.identifier, self.kind, self.time, self.noted) = (identifier, kind, time, noted)
    }

    package var severity: EventSeverity { kind.severity }
}
