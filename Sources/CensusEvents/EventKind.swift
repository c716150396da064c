/// What an event tells. The raw values are names in every format, and in stores: they stay as they are.
package enum EventKind: String, CaseIterable, Sendable {
    /// A host of ours called an origin, or an origin came in, for the first time.
    case originActive = "origin_active"
    /// A host is affected for the first time.
    case hostAffected = "host_affected"
    /// The evidence on a host that is affected has reached another grade.
    case gradeRisen = "grade_risen"
    /// An origin came in by a back door.
    case backdoorEntered = "backdoor_entered"
    /// More hosts are affected in an hour than a rule allows.
    case thresholdCrossed = "threshold_crossed"
    /// Less was seen of an hour than the limit.
    case coverageFallen = "coverage_fallen"
    /// Packets or records began to be lost.
    case dropsBegun = "drops_begun"
    /// A device that sent records sends none any more.
    case exporterSilent = "exporter_silent"
    /// Interfaces on which packets came show none any more.
    case interfaceSilent = "interface_silent"
    /// A sensor that ships to the store ships nothing any more.
    case sensorSilent = "sensor_silent"
    /// A list was not confirmed for too long.
    case feedStale = "feed_stale"
    /// A new version of a list could not be had, or was refused.
    case feedRefused = "feed_refused"
    /// There were more events of a kind in an hour than are told one by one.
    case furtherEvents = "further_events"

    /// A few words for people, of ASCII without marks that any format gives a meaning.
    package var title: String {
        switch self {
        case .originActive: "Origin active"
        case .hostAffected: "Host affected"
        case .gradeRisen: "Grade of a host risen"
        case .backdoorEntered: "Back door entered"
        case .thresholdCrossed: "Threshold crossed"
        case .coverageFallen: "Coverage fallen"
        case .dropsBegun: "Drops begun"
        case .exporterSilent: "Exporter silent"
        case .interfaceSilent: "Interface silent"
        case .sensorSilent: "Sensor silent"
        case .feedStale: "Feed stale"
        case .feedRefused: "Feed refused"
        case .furtherEvents: "Further events"
        }
    }

    /// The number under which rules of Suricata would have it: stable, and beyond those that others use.
    package var signature: UInt64 {
        let place: UInt64 =
            switch self {
            case .originActive: 1
            case .hostAffected: 2
            case .gradeRisen: 3
            case .backdoorEntered: 4
            case .thresholdCrossed: 5
            case .coverageFallen: 6
            case .dropsBegun: 7
            case .exporterSilent: 8
            case .interfaceSilent: 9
            case .feedStale: 10
            case .feedRefused: 11
            case .furtherEvents: 12
            case .sensorSilent: 13
            }
        return 8_471_000 + place
    }

    package var severity: EventSeverity {
        switch self {
        case .backdoorEntered: .high
        case .originActive, .hostAffected, .gradeRisen, .thresholdCrossed, .furtherEvents: .medium
        case .coverageFallen, .dropsBegun, .exporterSilent, .interfaceSilent, .sensorSilent, .feedStale, .feedRefused:
            .low
        }
    }

    /// Whether it tells of a threat, and not of how well threats are seen.
    package var isOfThreat: Bool {
        switch self {
        case .originActive, .hostAffected, .gradeRisen, .backdoorEntered, .thresholdCrossed: true
        default: false
        }
    }

    /// The name of what an event's `subject` is; `nil` of kinds without one.
    package var subjectName: String? {
        switch self {
        case .thresholdCrossed: "rule"
        case .dropsBegun: "place"
        case .exporterSilent: "exporter"
        case .interfaceSilent: "interface"
        case .sensorSilent: "sensor"
        case .feedStale, .feedRefused: "feed"
        case .furtherEvents: "of"
        case .originActive, .hostAffected, .gradeRisen, .backdoorEntered, .coverageFallen: nil
        }
    }
}

/// How urgent an event is, the least first.
package enum EventSeverity: String, CaseIterable, Comparable, Sendable {
    case low
    case medium
    case high

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    /// From 0 to 10, as CEF has it.
    package var number: UInt64 {
        switch self {
        case .low: 3
        case .medium: 6
        case .high: 9
        }
    }

    /// RFC 5424 section 6.2.1.
    package var syslogSeverity: UInt64 {
        switch self {
        case .low: 5
        case .medium: 4
        case .high: 2
        }
    }

    /// From 1, the most urgent, to 3, as Suricata has it.
    package var suricataSeverity: UInt64 {
        switch self {
        case .low: 3
        case .medium: 2
        case .high: 1
        }
    }
}
