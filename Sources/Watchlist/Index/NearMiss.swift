import CensusModel
import NetworkTypes

/// Why an address that a list names does not count all the same.
package enum NearMiss: Sendable {
    /// An entry of this port and protocol does not hold at this time; or none of all entries does.
    case outsideDates
    /// At this time an entry holds that names a port, which is another one, or the packet's protocol is.
    case onAnotherPort
    /// At this time an entry holds, for another protocol and whatever port.
    case ofAnotherProtocol
}

/// Gathers over the rules of an address why none matches.
struct NearMissSearch {
    let port: UInt16
    let transport: TransportProtocol
    let time: Timestamp
    private var isNamed = false
    private var isOutsideDates = false
    private var holds = false
    private var holdsOnPort = false

    init(port: UInt16, transport: TransportProtocol, at time: Timestamp) {
        (self.port, self.transport, self.time) = (port, transport, time)
    }

    mutating func add(_ rule: Rule) {
        isNamed = true
        if rule.validity.contains(time) {
            holds = true
            if rule.port != 0 { holdsOnPort = true }
        } else if rule.isFor(port: port, transport: transport) {
            isOutsideDates = true
        }
    }

    /// The nearest that there is to a match; `nil` where there is no rule.
    var result: NearMiss? {
        guard isNamed else { return nil }
        if isOutsideDates || !holds { return .outsideDates }
        return holdsOnPort ? .onAnotherPort : .ofAnotherProtocol
    }
}
