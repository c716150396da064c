/// A store whose sources another engine can take over, one at a time.
package protocol ContributionSource: Sendable {
    /// Hands on all that each source contributed, in the order in which they began, as a first part.
    func forEachContribution(_ take: (ShippedContribution, [UsedList]) throws -> Void) throws

    /// Everything that is wrong with what is handed on, a sentence each.
    func findingsInContributions() throws -> [String]
}

extension ContributionSource where Self: CensusStore {
    package func findingsInContributions() throws -> [String] { try findings() }
}

/// A store that takes over what a store of another engine holds.
package protocol ContributionSink: Sendable {
    /// Takes over all that a source contributed, by the rules of `merge`: as a whole or not at all.
    /// - Parameter lists: every version of a list that it was counted with.
    func takeOver(_ contribution: ShippedContribution, lists: [UsedList]) throws -> MergedSource.Result

    /// How many sources it takes over together, where it gains by that.
    var sourcesAtOnce: Int { get }

    /// Takes over sources of one store, each as a whole or not at all.
    /// - Returns: what became of each, in their order.
    func takeOver(_ sources: [OfferedSource]) throws -> [MergedSource.Result]
}

extension ContributionSink {
    package var sourcesAtOnce: Int { 1 }

    package func takeOver(_ sources: [OfferedSource]) throws -> [MergedSource.Result] {
        try sources.map { try takeOver($0.contribution, lists: $0.lists) }
    }
}

/// All that a source contributed, and every version of a list that it was counted with.
package struct OfferedSource: Sendable {
    package let contribution: ShippedContribution
    package let lists: [UsedList]

    package init(_ contribution: ShippedContribution, lists: [UsedList]) {
        (self.contribution, self.lists) = (contribution, lists)
    }
}

extension MergedSource.Result {
    /// What becomes of a source that is preferred to another one, or is not.
    /// - Parameter name: the other one's.
    package init(_ preference: SourceExtent.Preference, over name: String) {
        self =
            switch preference {
            case .newerLists: .newerLists(name: name)
            case .firstSensor, .none: .there(name: name)
            case .further: .replaced(name: name)
            }
    }
}
