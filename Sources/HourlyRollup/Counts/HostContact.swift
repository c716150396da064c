import CensusModel
import NetworkTypes

/// What a flow says of its host.
struct HostContact: Sendable {
    let host: IPAddress
    let origin: IPAddress
    let hour: Hour
    let grade: Grade
    let labels: [String]
    /// Of this flow alone; no flow where it is the same as the one before, in another class.
    let traffic: TrafficTotals

    init(_ flow: JudgedFlow, isFurther: Bool) {
        (host, origin, hour) = (flow.record.key.host, flow.record.key.origin, flow.record.key.hour)
        (grade, labels) = (flow.grade, flow.record.labels)
        var traffic = TrafficTotals()
        traffic.add(flow.record.fromHost, flow.record.fromOrigin, isFurther: isFurther)
        self.traffic = traffic
    }
}
