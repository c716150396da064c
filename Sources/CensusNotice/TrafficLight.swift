/// Who may see a notice: the labels of the Traffic Light Protocol, version 2.0 (first.org/tlp).
package enum TrafficLight: String, CaseIterable, Sendable {
    case clear
    case green
    case amber
    case amberStrict = "amber+strict"
    case red

    /// Reads the label in any case, with or without `TLP:` before it.
    package init?(label: String) {
        let words = label.lowercased()
        self.init(rawValue: words.hasPrefix("tlp:") ? String(words.dropFirst(4)) : words)
    }

    /// The label as it stands in documents and subject lines.
    package var label: String { "TLP:\(rawValue.uppercased())" }

    /// The tag of MISP's taxonomy.
    var tag: String { "tlp:\(rawValue)" }

    /// What the recipient may do, in the words of the standard's summary.
    var meaning: String {
        switch self {
        case .clear: "may be shared without restriction"
        case .green: "may be shared within your community, not in public"
        case .amber: "may be shared within your organization and with its clients, as far as they need it"
        case .amberStrict: "may be shared within your organization only"
        case .red: "is for the individual recipients only"
        }
    }

    /// The marking that OASIS defines for STIX 2.1 (cti-stix-common-objects, extension TLP 2.0).
    var stixMarking: String {
        let identifier =
            switch self {
            case .clear: "94868c89-83c2-464b-929b-a1a8aa3c8487"
            case .green: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
            case .amber: "55d920b0-5e8b-4f79-9ee9-91f868d9b421"
            case .amberStrict: "939a9414-2ddd-4d32-a0cd-375ea402b003"
            case .red: "e828b379-4e03-4974-9ac4-e53a884c97c1"
            }
        return "marking-definition--\(identifier)"
    }
}
