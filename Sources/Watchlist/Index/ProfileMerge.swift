import CensusModel
import NetworkTypes

/// Merges what several entries say of one prefix, and puts it into the order in which it is asked.
enum ProfileMerge {
    /// What makes two entries of one prefix duplicates: then confidence becomes the highest, and labels and sources are
    /// joined.
    private struct Key: Hashable {
        let port: UInt16?
        let transport: TransportProtocol?
        let threatClass: ThreatClass

        /// What has to be asked first has the smaller rank.
        var rank: (Int, UInt16, UInt8, UInt8) {
            let narrowness = (port == nil ? 2 : 0) + (transport == nil ? 1 : 0)
            return (narrowness, port ?? 0, transport?.rawValue ?? 0, threatClass.rawValue)
        }
    }

    static func merge(_ profiles: [EntryProfile]) -> [EntryProfile] {
        guard profiles.count > 1 else { return profiles }
        let groups = Dictionary(grouping: profiles) {
            Key(port: $0.port, transport: $0.transport, threatClass: $0.threatClass)
        }
        return groups.sorted { $0.key.rank < $1.key.rank }.flatMap { mergeDuplicates($0.value) }
    }

    /// Joins profiles whose times overlap or touch; what holds at separate times stays separate.
    private static func mergeDuplicates(_ profiles: [EntryProfile]) -> [EntryProfile] {
        var result: [EntryProfile] = []
        for profile in profiles.sorted(by: { $0.validity.from < $1.validity.from }) {
            guard var last = result.last, last.validity.joins(profile.validity) else {
                result.append(profile)
                continue
            }
            last.validity.until = max(last.validity.until, profile.validity.until)
            last.labels = distinctLabels(last.labels + profile.labels)
            last.sources = distinctLabels(last.sources + profile.sources)
            last.confidence = last.confidence.map { max($0, profile.confidence ?? 0) } ?? profile.confidence
            result[result.count - 1] = last
        }
        return result
    }
}
