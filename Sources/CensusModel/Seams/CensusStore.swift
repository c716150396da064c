package import NetworkTypes

/// The census that an engine keeps: what is counted into it is there when the process has ended.
///
/// Its errors are `StoreFailure`s, which name the store as the operator does.
package protocol CensusStore: CensusSink, FlowSource {
    /// The store as the operator named it.
    var path: String { get }
    /// Whether a writer before did not come to its end, so that the store was looked through, and found sound.
    var wasLookedThrough: Bool { get }

    /// Notes that a session begins: the first thing written, so that a store that cannot be written is known by it.
    func begin(_ session: SessionRecord) throws
    /// Adds what a session counted since its last commit, as a whole or not at all.
    /// - Parameter tallies: one for each watchlist that was in use.
    func commit(_ tallies: [any FlowTally], of session: SessionRecord) throws
    /// Keeps what a collector must know to read on after its end, in place of what it kept under that name.
    func keep(_ state: [UInt8], ofCollector name: String) throws
    /// What collectors have kept, the oldest first: of two that know the same exporter the later one knows it better.
    func collectorStates() throws -> [[UInt8]]
    /// Notes the versions of the lists in use.
    func note(_ lists: [ListRecord]) throws
    /// Notes that a session counts with some lists from now on.
    func note(_ lists: ListSet, of session: SessionRecord) throws
    /// Notes what decides beside the lists whether a packet counts; refuses another than the one that the store was counted
    /// with.
    func adopt(_ basis: CountingBasis) throws

    /// Every version of a list that was used, in the order in which they were used first.
    func lists() throws -> [UsedList]
    /// How many inputs and sessions were counted, and their packets.
    func inputTotals() throws -> InputTotals

    /// A number that is another one once anything was committed since, by whichever process. Numbers of two openings do not compare.
    /// - Throws: a failure that `isGone` where the store is no longer there under its name.
    func revision() throws -> UInt64
    /// What was counted, in the order in which it was begun.
    func sources() throws -> [StoreSummary.Source]

    /// What is in the store.
    func summary() throws -> StoreSummary
    /// Everything that is wrong with the store, a sentence each; empty where it is sound.
    func findings() throws -> [String]
    /// Takes over every source of another store of this engine that is not here, and those that were counted further there;
    /// all of it or nothing.
    /// - Returns: what became of each source, in the order in which they began.
    func merge(_ other: String) throws -> [MergedSource]
    /// Removes the flows and the coverage of all hours before one; what was counted stays known.
    /// - Returns: records of flows, and hours with any coverage.
    func prune(before hour: Hour) throws -> (flows: Int, hours: Int)
    /// Copies the store as it is at one moment, whoever counts into it meanwhile. The copy is made under a name that is free.
    /// - Returns: its bytes.
    func backup(to path: String) throws -> UInt64
    /// Puts together what was committed in small pieces.
    /// - Returns: how many pieces there were, and are.
    func compact() throws -> (before: Int, after: Int)
    /// Writes the store again without its gaps.
    /// - Returns: its bytes before and after.
    func vacuum() throws -> (before: UInt64, after: UInt64)
}

/// What is wrong with a store.
package protocol StoreFailure: Error {
    /// The store as the operator named it.
    var store: String { get }
    /// Whether what was opened is no longer there under its name, though a new store could be.
    var isGone: Bool { get }
}

/// An engine from which a host can be removed, as privacy law may ask.
package protocol HostErasing: Sendable {
    /// Removes every flow of a host, those that are kept out of sight included, and every event and note that names it. All of it
    /// or nothing. Of coverage, which names nobody, the packets that match go with their flows.
    /// - Returns: records of flows, the hours that they were in, and events.
    func erase(host: IPAddress) throws -> (flows: Int, hours: Int, events: Int)
    /// How many records of a host's flows there are, in how many hours.
    func records(ofHost host: IPAddress) throws -> (flows: Int, hours: Int)
}

/// An engine that can say what it takes, so that a store can be kept under a size.
package protocol SizeKnowing: Sendable {
    /// The bytes of what is kept, without the gaps that what is counted next will fill.
    func usedBytes() throws -> UInt64
    /// The earliest hour that anything is known of; `nil` where the store is empty.
    func firstHour() throws -> Hour?
}
