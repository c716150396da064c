import CensusEvents
import CensusNotice

/// How a sink wants its events: in which format, and what is shown of hosts.
struct EventLine: Sendable {
    let format: EventFormat
    let hosts: HostDisclosure

    /// One line, without its end.
    func bytes(_ event: CensusEvent) -> [UInt8] { format.line(event, hosts: hosts) }
}
