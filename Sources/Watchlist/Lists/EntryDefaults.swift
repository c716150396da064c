package import CensusModel
import Digests
import NetworkTypes

/// What the entries of a list say that state nothing themselves, as the operator gives it with the list.
package struct EntryDefaults: Equatable, Sendable {
    /// `nil` for that of the list's format.
    package var threatClass: ThreatClass?
    package var label: String?
    /// From 0 to 100.
    package var confidence: UInt8?

    package init(threatClass: ThreatClass? = nil, label: String? = nil, confidence: UInt8? = nil) {
        (self.threatClass, self.label, self.confidence) = (threatClass, label, confidence)
    }

    /// These, and those of others where these say nothing.
    func completed(by others: EntryDefaults) -> EntryDefaults {
        EntryDefaults(
            threatClass: threatClass ?? others.threatClass, label: label ?? others.label,
            confidence: confidence ?? others.confidence)
    }

    /// The version of a list that has a version by itself: other defaults make other entries.
    func version(of version: String) -> String {
        guard self != EntryDefaults() else { return version }
        let parts = [version, threatClass?.name, label, confidence.map { String($0) }].map { $0 ?? "" }
        return SHA256.hash(data: Array(parts.joined(separator: "\n").utf8)).hexadecimal
    }
}
