package import CensusModel
package import NetworkTypes

/// One thing that a list says: an address or prefix, narrowed or not, and what it is.
@dynamicMemberLookup
package struct WatchlistEntry: Equatable, Sendable {
    package var prefix: IPPrefix
    /// All but the prefix; its members are reached as the entry's own.
    package var profile = EntryProfile()

    package init(prefix: IPPrefix) {
        self.prefix = prefix
    }

    init(prefix: IPPrefix, profile: EntryProfile) {
        self.prefix = prefix
        self.profile = profile
    }

    package subscript<Value>(dynamicMember member: WritableKeyPath<EntryProfile, Value>) -> Value {
        get { profile[keyPath: member] }
        set { profile[keyPath: member] = newValue }
    }
}

/// What an entry says beside its prefix. A list of a million entries has a handful of different ones.
package struct EntryProfile: Hashable, Sendable {
    /// The origin's port; `nil` for any.
    package var port: UInt16?
    /// `nil` for any.
    package var transport: TransportProtocol?
    package var threatClass: ThreatClass = .c2
    package var labels: [String] = []
    package var sources: [String] = []
    /// From 0 to 100; `nil` when the list states none.
    package var confidence: UInt8?
    package var validity = Validity.always
}
