package import CensusNotice
import TextFormats

/// The form in which an event leaves: one line, without its end.
package enum EventFormat: String, CaseIterable, Sendable {
    /// Our own JSON.
    case json
    /// The Elastic Common Schema, version 8.11.
    case ecs
    /// The Common Event Format, version 0.
    case cef
    /// JSON as Suricata writes it (EVE).
    case eve
    /// A sentence for people, with the event's identifier behind it.
    case text

    package func line(_ event: CensusEvent, hosts: HostDisclosure) -> [UInt8] {
        switch self {
        case .json: Self.line(event.json(hosts))
        case .ecs: Self.line(ECSDocument(event, hosts: hosts).json)
        case .cef: Array(CEFLine(event, hosts: hosts).text.utf8)
        case .eve: Self.line(EVERecord(event, hosts: hosts).json)
        case .text: Array("\(event.kind.rawValue): \(event.sentence(hosts)) [\(event.identifier)]".utf8)
        }
    }

    /// What a line is, for a server that takes it.
    package var contentType: String {
        switch self {
        case .json, .ecs, .eve: "application/json"
        case .cef, .text: "text/plain; charset=utf-8"
        }
    }

    private static func line(_ json: JSONValue) -> [UInt8] {
        var text: [UInt8] = []
        json.write(to: &text)
        return text
    }
}
