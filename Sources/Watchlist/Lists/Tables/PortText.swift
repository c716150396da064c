import CensusModel
import NetworkTypes

/// What stands where a port does: `443`, `443/tcp`, or several.
struct PortText: Equatable {
    let port: UInt16?
    let transport: TransportProtocol?

    /// Narrows nothing.
    static let any = PortText(port: nil, transport: nil)

    /// How many ports one field or rule may name; more of them are no list of servers.
    static let maximumPorts = 256

    /// The ports of a field; `nil` when one of them is not a port.
    static func list(_ text: ArraySlice<UInt8>, allowsSeveral: Bool) -> [PortText]? {
        guard allowsSeveral else { return AddressText.portNumber(text).map { [PortText(port: $0, transport: nil)] } }
        let words = text.split { " ,;|".utf8.contains($0) }
        guard !words.isEmpty, words.count <= maximumPorts else { return nil }
        var ports: [PortText] = []
        for word in words {
            guard let port = PortText(word) else { return nil }
            ports.append(port)
        }
        return ports
    }

    private init(port: UInt16?, transport: TransportProtocol?) {
        (self.port, self.transport) = (port, transport)
    }

    /// A port, with its protocol before or behind it.
    private init?(_ text: ArraySlice<UInt8>) {
        let parts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        if parts.count == 1, let port = AddressText.portNumber(text) {
            self.init(port: port, transport: nil)
        } else if parts.count == 2, let port = AddressText.portNumber(parts[0]) ?? AddressText.portNumber(parts[1]) {
            let name = AddressText.portNumber(parts[0]) == nil ? parts[0] : parts[1]
            guard let transport = TransportProtocol(parsing: String(decoding: name, as: UTF8.self)) else { return nil }
            self.init(port: port, transport: transport)
        } else {
            return nil
        }
    }

    /// What an entry says that is of this port.
    func narrowing(_ profile: EntryProfile) -> EntryProfile {
        var profile = profile
        if let port { profile.port = port }
        if let transport { profile.transport = transport }
        return profile
    }
}
