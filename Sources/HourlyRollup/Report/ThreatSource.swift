import CensusModel
import NetworkTypes

/// An origin under one class with certain labels: what flows are told apart by, beside their hosts.
struct ThreatSource {
    /// The origin's number among all.
    let origin: Int
    let country: CountryCode?
    let isDomestic: Bool
    let threatClass: ThreatClass
    let labels: [String]
    /// The groups in which its hosts count.
    let groups: [Int]
    /// Whether it affected a host.
    var affects = false
    /// Of flows that several classes share, only the first one's counts them.
    var traffic = TrafficTotals()
    var ports = PortTally()

    var isForeignThreat: Bool { !isDomestic && threatClass.isThreat }
}

extension ThreatClass {
    /// Whether origins of the class are threats, and their hosts affected by one.
    ///
    /// A sinkhole stands where a threat was, and is run by who took it away; a scanner looks, and what it finds is in the
    /// other classes. Both have rows of their own.
    package var isThreat: Bool {
        switch self {
        case .c2, .backdoor, .malware, .other: true
        case .sinkhole, .scanner: false
        }
    }
}

/// A row of the report, as long as it is counted.
enum CountedGroup: Hashable {
    case place(isDomestic: Bool)
    case country(CountryCode?)
    case threatClass(ThreatClass, isDomestic: Bool)
    case label(ThreatClass, String?)
    case origin(IPAddress)
}
