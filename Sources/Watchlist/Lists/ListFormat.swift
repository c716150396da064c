package import CensusModel

/// The formats in which lists are published. The raw values are the words of the command line.
package enum ListFormat: String, CaseIterable, Sendable {
    case plain
    case csv
    case json
    case feodo
    case threatFox = "threatfox"
    case sslbl
    case c2Intel = "c2intel"
    case spamhausDrop = "drop"
    case firehol
    case ipsum
    case dshield
    case dataplane
    case blocklist
    case p2p
    case tor
    case rules
    case alienVault = "alienvault"
    case otx
    case abuseIPDB = "abuseipdb"
    case crowdSec = "crowdsec"
    case reputation = "iprep"
    case reputationCategories = "iprep-categories"
    case zeekIntel = "zeek"
    case misp
    case warninglist
    case stix
    case compiled
}

extension ListFormat {
    /// What an entry is that states no class, in a list that comes without one.
    ///
    /// A list of no feed in particular is expected to be one of C&C servers; a feed of mixed or other kinds says nothing.
    package var defaultClass: ThreatClass {
        switch self {
        case .plain, .csv, .json, .feodo, .threatFox, .sslbl, .c2Intel, .compiled: .c2
        default: .other
        }
    }

    /// Whether somebody wrote the list on purpose, rather than a feed by its rules: then resolvers stay in it.
    package var isOwn: Bool { [.plain, .csv, .json, .compiled].contains(self) }
}
