package import NetworkTypes

/// An engine that can say what changed, so that events can be derived from it.
package protocol EventSource: Sendable {
    /// A text for each hour that holds flows or coverage, which is another one as soon as what is kept of the hour is.
    /// - Parameter hour: hours before it are left out.
    func eventMarks(from hour: Hour?) throws -> [Hour: String]
    /// Packets that each session saw, by the names of its interfaces.
    func sessionPackets(in hours: HourRange) throws -> [Hour: [String: UInt64]]
}

/// What is kept so that every event is told, and none twice: what was told of, the events that sinks have not taken yet, and how
/// far each sink is.
///
/// An implementer keeps all of it in one store, and changes it in transactions: a process that is killed at any instant has told
/// what it noted, and may tell again at most what it sent and did not note. An engine without transactions is no ledger: what is
/// told of its stores is kept in another one.
package protocol EventLedger: Sendable {
    /// Reads and changes what is kept, all of it or nothing.
    func withEventMemory<Result: Sendable>(_ body: (any EventMemory) throws -> Result) throws -> Result
    /// The first of the events behind a number, in the order in which they were noted.
    func events(after number: Int64, limit: Int) throws -> [KeptEvent]
    /// Notes that this process sees to the events of the store.
    /// - Returns: false where another one that still runs does.
    func claimEvents() throws -> Bool
    /// Notes that this process sees to them no more.
    func releaseEvents() throws
}

/// What is kept for events, within one transaction.
package protocol EventMemory {
    /// The marks of hours that were looked at.
    func marks() throws -> [Hour: String]
    func setMark(_ mark: String, of hour: Hour) throws
    /// A number that is kept under a name; `nil` where none is.
    func number(_ name: String) throws -> Int64?
    func setNumber(_ number: Int64, _ name: String) throws
    /// Forgets the numbers of names that sort in a range.
    func removeNumbers(_ names: Range<String>) throws
    /// The times in which a thing went on that touch some hours.
    func episodes(_ kind: String, _ subject: String, in hours: ClosedRange<Hour>) throws -> [ClosedRange<Hour>]
    func addEpisode(_ kind: String, _ subject: String, _ hours: ClosedRange<Hour>) throws
    func removeEpisode(_ kind: String, _ subject: String, from hour: Hour) throws
    /// Forgets the episodes that ended before an hour.
    func removeEpisodes(before hour: Hour) throws
    /// Keeps an event until sinks have taken it.
    /// - Returns: false where an event of that identifier is kept already.
    func add(_ event: KeptEvent) throws -> Bool
    /// The number of the last event that was added; 0 before the first.
    func lastEvent() throws -> Int64
    /// The number of the first event that is kept; `nil` where none is.
    func firstEvent() throws -> Int64?
    /// Removes events up to a number that were noted before a time.
    func removeEvents(upTo number: Int64, notedBefore time: Timestamp) throws
    /// The number of the last event that a sink has taken with all before it; `nil` of a sink that is not known.
    func position(of sink: String) throws -> Int64?
    /// Notes how far a sink is; what it took ahead of its turn before there is forgotten.
    func setPosition(_ number: Int64, of sink: String) throws
    /// The numbers of events that a sink has taken ahead of their turn.
    func ahead(of sink: String) throws -> Set<Int64>
    func addAhead(_ number: Int64, of sink: String) throws
}

/// An event as a store keeps it.
package struct KeptEvent: Equatable, Sendable {
    /// Its place in the order of events, from 1; 0 before it is kept.
    package let number: Int64
    package let identifier: String
    package let noted: Timestamp
    /// The host that it names.
    package let host: IPAddress?
    /// The event in JSON.
    package let content: String

    package init(
        number: Int64 = 0, identifier: String, noted: Timestamp, host: IPAddress?, content: String
    ) {
        (self.number, self.identifier, self.noted) = (number, identifier, noted)
        (self.host, self.content) = (host, content)
    }
}
