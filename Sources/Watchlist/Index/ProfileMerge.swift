import CensusModel
import NetworkTypes

/// Merges what several entries say of one prefix, and puts it into the order in which it is asked.
///
/// Takes n log n for n entries, whatever labels they have.
struct ProfileMerge {
    /// How many labels and sources of merged entries were more than one entry keeps.
    private(set) var leftOutTexts = 0

    /// What makes two entries of one prefix duplicates: then confidence becomes the highest, and labels and sources are
    /// joined where both hold.
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

    /// How many different times of duplicates are told apart by their labels; beyond it what overlaps or touches is joined.
    private static let mostTimes = 64

    /// Joins profiles, each label for the time in which an entry with it holds; what holds at separate times stays separate.
    private mutating func mergeDuplicates(_ profiles: [EntryProfile]) -> [EntryProfile] {
        let byTime = Dictionary(grouping: profiles, by: \.validity).values.map { joined($0) }
            .sorted { ($0.validity.from, $0.validity.until) < ($1.validity.from, $1.validity.until) }
        return byTime.count > Self.mostTimes ? unions(byTime) : stretches(byTime)
    }

    /// Profiles whose times overlap or touch, joined.
    private mutating func unions(_ profiles: [EntryProfile]) -> [EntryProfile] {
        var groups: [(until: Timestamp, profiles: [EntryProfile])] = []
        for profile in profiles {
            if let last = groups.last, profile.validity.from <= last.until {
                groups[groups.count - 1].until = max(last.until, profile.validity.until)
                groups[groups.count - 1].profiles.append(profile)
            } else {
                groups.append((profile.validity.until, [profile]))
            }
        }
        return groups.map { joined($0.profiles) }
    }

    /// The stretches of time between any two ends, each with the labels that hold in it; neighbours with the same are one.
    private mutating func stretches(_ profiles: [EntryProfile]) -> [EntryProfile] {
        guard profiles.count > 1 else { return profiles }
        let ends = Set(profiles.flatMap { [$0.validity.from, $0.validity.until] }).sorted()
        var result: [EntryProfile] = []
        for (from, until) in zip(ends, ends.dropFirst()) {
            let holding = profiles.filter { $0.validity.from <= from && until <= $0.validity.until }
            guard !holding.isEmpty else { continue }
            var stretch = joined(holding)
            stretch.validity = Validity(from: from, until: until)
            if let last = result.last, last.validity.until == from,
                distinctLabels(last.labels) == distinctLabels(stretch.labels)
            {
                result[result.count - 1] = joined([last, stretch])
            } else {
                result.append(stretch)
            }
        }
        return result
    }

    /// One profile of several: from the first instant to the last, with all labels and sources, and the highest confidence.
    private mutating func joined(_ profiles: [EntryProfile]) -> EntryProfile {
        guard var result = profiles.first else { return EntryProfile() }
        guard profiles.count > 1 else { return bounded(result) }
        for profile in profiles.dropFirst() {
            result.validity.from = min(result.validity.from, profile.validity.from)
            result.validity.until = max(result.validity.until, profile.validity.until)
            result.labels += profile.labels
            result.sources += profile.sources
            result.confidence = result.confidence.map { max($0, profile.confidence ?? 0) } ?? profile.confidence
        }
        return bounded(result, isMerged: true)
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
