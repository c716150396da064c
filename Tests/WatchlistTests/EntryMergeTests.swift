import CensusModel
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import Watchlist

@Suite("Merging entries")
struct EntryMergeTests {
    /// What remains of entries of one prefix.
    private func merge(_ entries: [WatchlistEntry]) -> [EntryProfile] {
        var merge = ProfileMerge()
        return merge.merge(entries.map(\.profile))
    }

    @Test("joins the labels and sources of duplicates, and takes the highest confidence")
    func duplicates() throws {
        let merged = merge([
            try entry("192.0.2.1") { ($0.labels, $0.sources, $0.confidence) = (["zeus"], ["b"], 40) },
            try entry("192.0.2.1") { ($0.labels, $0.sources, $0.confidence) = (["citadel"], ["a"], 75) },
            try entry("192.0.2.1/32") { ($0.labels, $0.sources, $0.confidence) = (["zeus"], ["b"], nil) },
        ])
        #expect(
            merged == [
                try entry("192.0.2.1") {
                    ($0.labels, $0.sources, $0.confidence) = (["citadel", "zeus"], ["a", "b"], 75)
                }.profile
            ])
    }

    @Test("states no confidence where no duplicate states one")
    func noConfidence() throws {
        #expect(merge([try entry("192.0.2.1"), try entry("192.0.2.1")]).map(\.confidence) == [nil])
    }

    @Test("keeps entries apart that differ in prefix, port, protocol or class")
    func differences() throws {
        let entries = [
            try entry("192.0.2.0/24"), try entry("192.0.2.0/25"), try entry("192.0.2.0/32"),
            try entry("192.0.2.0/24") { $0.port = 80 },
            try entry("192.0.2.0/24") { $0.transport = .tcp }, try entry("192.0.2.0/24") { $0.threatClass = .malware },
            try entry("2001:db8::/48"),
        ]
        #expect(Watchlist(entries + entries).entryCount == entries.count)
    }

    private func valid(_ from: String?, _ until: String?, _ label: String? = nil) throws -> WatchlistEntry {
        try entry("192.0.2.1") {
            $0.validity = Validity(from: try from.map(time), until: try until.map(time))
            $0.labels = label.map { [$0] } ?? []
        }
    }

    @Test("unites times that overlap, contain one another or touch, over any chain of them")
    func overlappingTimes() throws {
        let chain = [
            try valid("2013-01", "2013-03"), try valid("2013-03", "2013-04"), try valid("2013-02", "2013-02-10"),
            try valid("2013-03-15", "2013-06"),
        ]
        for entries in [chain, chain.reversed()] {
            #expect(merge(entries).map(\.validity) == [try valid("2013-01", "2013-06").validity])
        }
        let open = [try valid("2013-01", nil), try valid(nil, "2013-01")]
        #expect(merge(open).map(\.validity) == [.always])
    }

    @Test("keeps separate times separate, each with its own labels")
    func separateTimes() throws {
        let merged = merge([
            try valid("2013-05", "2013-06", "late"), try valid("2013-01", "2013-02", "early"),
        ])
        #expect(merged.map(\.labels) == [["early"], ["late"]])
        #expect(
            merged.map(\.validity) == [
                try valid("2013-01", "2013-02").validity, try valid("2013-05", "2013-06").validity,
            ])
    }

    @Test("labels a time with what holds in it, and with nothing that begins later or has ended")
    func labelsOfTimes() throws {
        let merged = merge([
            try valid("2013-01-15", "2013-02-15", "second"), try valid("2013-01", "2013-02", "first"),
            try valid("2013-02-10", nil, "second"),
        ])
        #expect(merged.map(\.labels) == [["first"], ["first", "second"], ["second"]])
        #expect(
            merged.map(\.validity) == [
                try valid("2013-01", "2013-01-15").validity, try valid("2013-01-15", "2013-02").validity,
                try valid("2013-02", nil).validity,
            ])
    }

    @Test("joins the labels of what overlaps where there are too many different times to tell them apart")
    func manyTimes() throws {
        let entries = try (0..<2_000).map { number in
            try entry("192.0.2.1") {
                $0.labels = [String(number % 50)]
                $0.validity = Validity(
                    from: Timestamp(nanoseconds: Int64(number)), until: Timestamp(nanoseconds: Int64(number + 9)))
            }
        }
        #expect(merge(entries).map(\.labels.count) == [50])
    }

    @Test("gives the same entries for every order")
    func everyOrder() throws {
        var random = SeededGenerator()
        for _ in 0..<100 {
            let entries = try (0..<12).map { number in
                let from = Int64.random(in: 0..<20, using: &random)
                return try entry("192.0.2.1") {
                    $0.port = [nil, 80].randomElement(using: &random) ?? nil
                    $0.labels = [String(number)]
                    $0.confidence = UInt8.random(in: 0...100, using: &random)
                    $0.validity.from = Timestamp(nanoseconds: from)
                    $0.validity.until = Timestamp(nanoseconds: from + .random(in: 1..<8, using: &random))
                }
            }
            let merged = merge(entries)
            for _ in 0..<5 {
                let other = merge(entries.shuffled(using: &random))
                #expect(other.map(normalised) == merged.map(normalised))
            }
        }
    }

    /// A single entry keeps its labels in the order in which it came.
    private func normalised(_ profile: EntryProfile) -> EntryProfile {
        var profile = profile
        profile.labels.sort()
        return profile
    }

    @Test("keeps the same spelling of a label for every order, where two are equal as text but not as bytes")
    func equivalentLabels() throws {
        var spellings: Set<[UInt8]> = []
        for labels in [["caf\u{E9}", "cafe\u{301}"], ["cafe\u{301}", "caf\u{E9}"]] {
            let entries = try labels.map { label in try entry("192.0.2.1") { $0.labels = [label] } }
            for label in Watchlist(entries).attributions.flatMap(\.labels) { spellings.insert(Array(label.utf8)) }
        }
        #expect(spellings.count == 1)
    }
}
