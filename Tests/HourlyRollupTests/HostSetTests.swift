import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import HourlyRollup

@Suite("Host set")
struct HostSetTests {
    private func host(_ number: UInt32, v6: Bool = false) -> IPAddress {
        v6 ? .v6(IPv6Address(rawValue: UInt128(number))) : .v4(IPv4Address(rawValue: number))
    }

    private func set(_ hosts: [(IPAddress, Grade)], lookingFrom look: Int = 1 << 17) -> HostSet {
        var set = HostSet(lookingFrom: look)
        for (host, grade) in hosts { set.insert(host, grade) }
        return set
    }

    /// The evidence on every host, IPv4 before IPv6 and each by address.
    private func evidence(_ set: HostSet) -> [HostEvidence] {
        var all: [HostEvidence] = []
        set.forEachEvidence { all.append($0) }
        return all
    }

    @Test("counts a host once, and an IPv6 host apart from the IPv4 host of the same number")
    func distinct() {
        let set = set([(host(1), .probed), (host(1), .exchanged), (host(1, v6: true), .probed), (host(1), .probed)])
        #expect(set.count == 2)
        #expect(evidence(set) == [HostEvidence(.probed).union(HostEvidence(.exchanged)), HostEvidence(.probed)])
    }

    @Test("without hosts counts none")
    func empty() {
        #expect(HostSet().count == 0)
        #expect(evidence(HostSet()).isEmpty)
    }

    @Test("keeps every host and all evidence on it, in whatever order and however often they come")
    func reference() {
        var random = SeededGenerator()
        for bound in [50, 5_000, 100_000] as [UInt32] {
            var (set, reference) = (HostSet(), [IPAddress: HostEvidence]())
            for _ in 0..<20_000 {
                let host = host(.random(in: 0..<bound, using: &random), v6: Int.random(in: 0..<8, using: &random) == 0)
                let grade = Grade.allCases.randomElement(using: &random) ?? .probed
                set.insert(host, grade)
                reference[host] = reference[host]?.union(HostEvidence(grade)) ?? HostEvidence(grade)
            }
            #expect(evidence(set) == reference.sorted { $0.key < $1.key }.map(\.value))
            set.removeAll()
            #expect(set == HostSet())
        }
    }

    @Test("merges in any order to the set of all")
    func merge() {
        var random = SeededGenerator()
        for _ in 0..<100 {
            let all = (0..<60).map { _ in
                (
                    host(.random(in: 0..<20, using: &random), v6: Bool.random(using: &random)),
                    Grade.allCases.randomElement(using: &random) ?? .probed
                )
            }
            let cut = Int.random(in: 0...60, using: &random)
            let (left, right) = (set(Array(all[..<cut])), set(Array(all[cut...])))
            var (forth, back) = (left, right)
            forth.merge(right)
            back.merge(left)
            #expect(forth == set(all) && back == set(all.shuffled(using: &random)))
            #expect(forth.count == Set(all.map(\.0)).count)
            forth.merge(left)
            #expect(forth == back)
        }
    }

    @Test("holds networks with many hosts beside others, however they come and are merged")
    func networks() {
        var random = SeededGenerator()
        var reference: [IPAddress: HostEvidence] = [:]
        let all = (0..<60_000).map { number in
            let isOfFew = number.isMultiple(of: 10)
            let number =
                isOfFew ? UInt32.random(in: 0...UInt32.max, using: &random) : .random(in: 0..<200_000, using: &random)
            return (
                host(number, v6: Int.random(in: 0..<50, using: &random) == 0),
                Grade.allCases.randomElement(using: &random) ?? .probed
            )
        }
        for (host, grade) in all {
            reference[host] = reference[host]?.union(HostEvidence(grade)) ?? HostEvidence(grade)
        }
        let whole = set(all, lookingFrom: 1 << 14)
        #expect(whole.count == reference.count)
        let kinds = Dictionary(grouping: evidence(whole), by: \.self).mapValues(\.count)
        #expect(kinds == Dictionary(grouping: reference.values, by: \.self).mapValues(\.count))
        for cut in [0, 100, 10_000, 30_000] {
            let parts = [all[..<cut], all[cut...], all[20_000...]].map { set(Array($0), lookingFrom: 1 << 14) }
            for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [0, 2, 1]] {
                var merged = HostSet(lookingFrom: 1 << 14)
                for place in order { merged.merge(parts[place]) }
                #expect(merged == whole && merged.count == reference.count)
            }
        }
        var emptied = whole
        emptied.removeAll()
        #expect(emptied == HostSet() && whole == set(all.shuffled(using: &random)))
    }
}

@Suite("Counts of grades")
struct GradeCountsTests {
    /// One host of each kind of evidence.
    private let evidence: [[Grade]] = [
        [.probed], [.attempted], [.answered], [.exchanged], [.intruded], [.probed, .attempted],
        [.attempted, .answered],
        [.probed, .answered, .exchanged], [.exchanged, .intruded], [.probed, .intruded], [.attempted, .intruded],
        [.served], [.probed, .served], [.served, .attempted], [.served, .intruded],
    ]

    private func counts(from minimum: Grade) -> GradeCounts {
        var set = HostSet()
        for (number, grades) in evidence.enumerated() {
            for grade in grades { set.insert(.v4(IPv4Address(rawValue: UInt32(number))), grade) }
        }
        return GradeCounts(set, minimumGrade: minimum)
    }

    @Test("have a host in the column of its strongest grade, whatever the minimum", arguments: Grade.allCases)
    func columns(minimum: Grade) {
        let counts = counts(from: minimum)
        #expect(counts.hosts == 15)
        #expect(counts.attempted == 4)
        #expect(counts.answered == 2)
        #expect(counts.exchanged == 3)
        #expect(counts.intruded == 5)
        #expect(counts.probed == 1)
        #expect(counts.served == 2)
    }

    @Test(
        "call affected the hosts whose strongest grade is at least the minimum",
        arguments: zip(Grade.allCases, [15, 14, 12, 9, 7, 5] as [UInt64]))
    func affected(minimum: Grade, affected: UInt64) {
        #expect(counts(from: minimum).affected == affected)
    }

    @Test("have a host both exchanged and intruded in both columns, and once among the affected")
    func exchangedAndIntruded() {
        var set = HostSet()
        for grade in [Grade.intruded, .exchanged, .intruded] { set.insert(.v4(IPv4Address(rawValue: 1)), grade) }
        let counts = GradeCounts(set, minimumGrade: .attempted)
        #expect(counts.exchanged == 1 && counts.intruded == 1)
        #expect(counts.affected == 1 && counts.hosts == 1 && counts.probed == 0)
    }

    @Test("of no hosts are zero")
    func empty() {
        let counts = GradeCounts(HostSet(), minimumGrade: .probed)
        #expect(counts.hosts == 0 && counts.affected == 0)
    }
}
