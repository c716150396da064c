import CensusModel
import NetworkTypes

/// Merges what several entries say of one prefix, and puts it into the order in which it is asked.
///
/// Takes n log n for n entries, whatever labels they have.
struct ProfileMerge {
    /// How many labels and sources of merged entries were more than one entry keeps.
    private(set) var leftOutTexts = 0

    /// What makes two entries of one prefix duplicates: then confidence becomes the highest, and labels and sources are
    /// joined.
    struct Key: Hashable {
        let port: UInt16?
        let transport: TransportProtocol?
        let threatClass: ThreatClass

        init(_ profile: EntryProfile) {
            (port, transport, threatClass) = (profile.port, profile.transport, profile.threatClass)
        }

        /// What has to be asked first has the smaller rank: what names port and protocol, what names the port, what names
        /// the protocol, and the rest.
        var rank: (Int, UInt16, UInt8, Int) {
            (narrowness, port ?? 0, transport?.rawValue ?? 0, threatClass.rank)
        }

        var narrowness: Int { (port == nil ? 2 : 0) + (transport == nil ? 1 : 0) }
    }

    mutating func merge(_ profiles: [EntryProfile]) -> [EntryProfile] {
        guard profiles.count > 1 else { return profiles.map { bounded($0) } }
        let groups = Dictionary(grouping: profiles) { Key($0) }
        return groups.sorted { $0.key.rank < $1.key.rank }.flatMap { mergeDuplicates($0.value) }
    }

    /// Joins profiles whose times overlap or touch; what holds at separate times stays separate.
    private mutating func mergeDuplicates(_ profiles: [EntryProfile]) -> [EntryProfile] {
        var result: [EntryProfile] = []
        for profile in profiles.sorted(by: { $0.validity.from < $1.validity.from }) {
            guard var last = result.popLast() else {
                result.append(profile)
                continue
            }
            guard last.validity.joins(profile.validity) else {
                result += [last, profile]
                continue
            }
            last.validity.until = max(last.validity.until, profile.validity.until)
            last.labels += profile.labels
            last.sources += profile.sources
            last.confidence = last.confidence.map { max($0, profile.confidence ?? 0) } ?? profile.confidence
            result.append(last)
        }
        return result.map { bounded($0, isMerged: profiles.count > 1) }
    }

    /// A profile with as many labels and sources as one keeps: the first of them by their bytes, so that the order of lists
    /// makes no difference.
    private mutating func bounded(_ profile: EntryProfile, isMerged: Bool = false) -> EntryProfile {
        let most = EntryProfile.maximumTexts
        guard isMerged || profile.labels.count > most || profile.sources.count > most else { return profile }
        var profile = profile
        let (labels, sources) = (distinctLabels(profile.labels), distinctLabels(profile.sources))
        leftOutTexts += max(0, labels.count - most) + max(0, sources.count - most)
        (profile.labels, profile.sources) = (Array(labels.prefix(most)), Array(sources.prefix(most)))
        return profile
    }
}

extension EntryProfile {
    /// How many labels, and how many sources, an entry keeps: more name nothing that anybody could act on.
    package static let maximumTexts = 64
}
