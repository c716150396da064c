import CensusModel
import NetworkTypes

/// What of an entry has to be compared once its prefix has matched.
struct Rule: Hashable, Sendable {
    /// 0 for any.
    let port: UInt16
    let transport: TransportProtocol?
    let validity: Validity
    let attribution: AttributionID

    init(_ profile: EntryProfile, _ attribution: AttributionID) {
        port = profile.port ?? 0
        transport = profile.transport
        validity = profile.validity
        self.attribution = attribution
    }

    /// Whether nothing has to be compared.
    var matchesAlways: Bool { port == 0 && transport == nil && validity == .always }

    func matches(port: UInt16, transport: TransportProtocol, at time: Timestamp) -> Bool {
        (self.port == 0 || self.port == port)
            && (self.transport == nil || self.transport == transport)
            && validity.contains(time)
    }
}
