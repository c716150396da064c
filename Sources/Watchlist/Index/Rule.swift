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

    /// The values of `narrowness` of rules that name a port, with a protocol or without.
    static let (portAndProtocol, port) = (0, 1)

    /// How little a rule leaves open: the narrowest has 0.
    var narrowness: Int { (port == 0 ? 2 : 0) + (transport == nil ? 1 : 0) }

    /// Whether nothing has to be compared.
    var matchesAlways: Bool { port == 0 && transport == nil && validity == .always }

    func matches(port: UInt16, transport: TransportProtocol, at time: Timestamp) -> Bool {
        isFor(port: port, transport: transport) && validity.contains(time)
    }

    /// Whether it matches whenever it holds.
    func isFor(port: UInt16, transport: TransportProtocol) -> Bool {
        (self.port == 0 || self.port == port) && (self.transport == nil || self.transport == transport)
    }
}
