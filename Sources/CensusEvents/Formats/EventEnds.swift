import CensusNotice
import HourlyRollup
import NetworkTypes

/// The two ends of what an event tells of, as formats have them that know a source and a destination: whoever began is
/// the source.
struct EventEnds {
    struct End {
        /// What is shown of it: an address, a network, or a pseudonym.
        let text: String
        /// The address; `nil` where it is not shown whole.
        let address: IPAddress?
        let port: UInt16?
    }

    let source: End?
    let destination: End?
    /// Whether the origin began.
    let isInbound: Bool

    init(_ event: CensusEvent, hosts: HostDisclosure) {
        let origin = event.origin.map { End(text: "\($0)", address: $0, port: event.originPort) }
        let host = event.host.map { host in
            End(text: hosts.text(of: host), address: hosts.isOpen ? host : nil, port: event.hostPort)
        }
        isInbound = event.kind == .backdoorEntered || event.grade == .intruded
        (source, destination) = isInbound ? (origin, host) : (host, origin)
    }
}
