import CensusEvents
import CensusModel
import Digests
import NetworkTypes
import TextFormats

/// Decides within one transaction which of the things that were found are new, and notes them.
struct EventNotebook {
    private let memory: any EventMemory
    private let rules: EventRules
    /// Hours before it are known, and not told of.
    private let begin: Hour
    private(set) var outcome = Outcome()

    /// What became of events.
    struct Outcome: Sendable {
        var told = 0
        var suppressed = 0
        /// Events beyond the limit of an hour.
        var further = 0

        static func += (left: inout Self, right: Self) {
            left.told += right.told
            left.suppressed += right.suppressed
            left.further += right.further
        }
    }

    init(_ memory: any EventMemory, _ rules: EventRules, begin: Hour) {
        (self.memory, self.rules, self.begin) = (memory, rules, begin)
    }

    /// Notes that a thing goes on in an hour, and tells of it where it did not before.
    /// - Parameters:
    ///   - subject: what is the same thing: words without blanks in them, in an order that is always the same.
    ///   - gap: hours without it that do not end it.
    ///   - make: makes the event from its identifier.
    mutating func note(
        _ kind: EventKind, _ subject: [String], in hour: Hour, gap: Int32, _ make: (String) -> CensusEvent
    ) throws {
        let subject = subject.joined(separator: " ")
        guard try begins(kind, subject, in: hour, gap: gap), hour >= begin else { return }
        try tell(make(Self.identifier(kind, subject, "\(hour)")), in: hour)
    }

    /// The first 128 bits of a SHA-256 of what tells an event from all others.
    static func identifier(_ kind: EventKind, _ subject: String, _ time: String) -> String {
        SHA256.hash(data: Array("flowcensus event\n\(kind.rawValue)\n\(subject)\n\(time)".utf8)).hexadecimal.prefix(32)
            .description
    }

    /// Notes an hour of an episode.
    /// - Returns: whether the episode begins with it.
    private func begins(_ kind: EventKind, _ subject: String, in hour: Hour, gap: Int32) throws -> Bool {
        let near = hour.advanced(by: -gap)...hour.advanced(by: gap)
        let episodes = try memory.episodes(kind.rawValue, subject, in: near)
        guard let first = episodes.map(\.lowerBound).min(), let last = episodes.map(\.upperBound).max() else {
            try memory.addEpisode(kind.rawValue, subject, hour...hour)
            return true
        }
        let whole = min(first, hour)...max(last, hour)
        guard episodes != [whole] else { return false }
        for episode in episodes { try memory.removeEpisode(kind.rawValue, subject, from: episode.lowerBound) }
        try memory.addEpisode(kind.rawValue, subject, whole)
        return false
    }

    /// Tells of something that has no hours.
    /// - Parameter number: is kept for the subject, and tells of what was told last.
    mutating func note(
        _ kind: EventKind, _ subject: String, once number: Int64, at now: Timestamp, _ make: (String) -> CensusEvent
    ) throws {
        let name = "\(kind.rawValue) \(subject)"
        guard try memory.number(name) != number else { return }
        try memory.setNumber(number, name)
        try tell(make(Self.identifier(kind, subject, "\(number)")), in: Hour(containing: now))
    }

    private mutating func tell(_ event: CensusEvent, in hour: Hour) throws {
        guard !rules.suppressions.contains(where: { $0.holds(for: event) }) else {
            outcome.suppressed += 1
            return
        }
        let counter = Self.counter(event.kind, hour)
        let count = try memory.number(counter) ?? 0
        try memory.setNumber(count + 1, counter)
        guard count < rules.mostInHour else {
            outcome.further += 1
            return
        }
        try keep(event)
    }

    private mutating func keep(_ event: CensusEvent) throws {
        var content: [UInt8] = []
        event.json().write(to: &content)
        let kept = KeptEvent(
            identifier: event.identifier, noted: event.noted, host: event.host,
            content: String(decoding: content, as: UTF8.self))
        if try memory.add(kept) { outcome.told += 1 }
    }

    /// What names of the counters of a kind begin with; the hour follows.
    static func counterName(_ kind: EventKind) -> String { "events \(kind.rawValue) " }
    private static func counter(_ kind: EventKind, _ hour: Hour) -> String { counterName(kind) + "\(hour)" }

    /// Says how many events of an hour that is over were not told one by one.
    mutating func noteFurther(in hour: Hour, at now: Timestamp) throws {
        guard hour >= begin else { return }
        for kind in EventKind.allCases {
            guard let count = try memory.number(Self.counter(kind, hour)), count > rules.mostInHour else { continue }
            var event = CensusEvent(
                identifier: Self.identifier(.furtherEvents, kind.rawValue, "\(hour)"), kind: .furtherEvents,
                time: hour.start, noted: now)
            (event.hour, event.subject, event.count) = (hour, kind.rawValue, UInt64(count - rules.mostInHour))
            try keep(event)
        }
    }
}

extension Hour {
    /// Its first instant, or the nearest time that can be stored.
    var start: Timestamp {
        let (product, overflow) = Int64(index).multipliedReportingOverflow(by: Self.nanoseconds)
        return Timestamp(nanoseconds: overflow ? (index < 0 ? .min : .max) : product)
    }
}
