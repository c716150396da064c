import CensusModel
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import HourlyRollup

@Suite("What a report says of hours whose flows are gone")
struct KeptRollupTests {
    private let first: Hour

    init() throws {
        first = try Evidence.hour("2013-05-30T21:00")
    }

    private func flows(_ random: inout SeededGenerator) -> [JudgedFlow] {
        let classes: [ThreatClass] = [.c2, .c2, .c2, .backdoor, .scanner, .malware]
        return (0..<Int.random(in: 1...60, using: &random)).map { _ in
            Evidence.flow(
                Grade.allCases.randomElement(using: &random) ?? .probed,
                Hour(index: first.index + .random(in: 0..<30, using: &random)),
                origin: Evidence.origin(.random(in: 1...6, using: &random)),
                host: Evidence.host(.random(in: 1...9, using: &random)),
                threatClass: classes.randomElement(using: &random) ?? .c2)
        }
    }

    /// What a report counts of flows, with the flows.
    private func counts(_ flows: [JudgedFlow], home: CountryCode?) -> PeriodCounts {
        var rollup = PeriodRollup(
            minimumGrade: .attempted, home: home, coverage: [:], country: Evidence.country, asset: { _ in nil })
        for flow in flows.sorted(by: { ($0.key.hour, $0.key.origin) < ($1.key.hour, $1.key.origin) }) {
            rollup.add(flow)
        }
        return rollup.finish(leadingOrigins: 10)
    }

    /// What it says of the same flows where all that is left are rows by hour.
    private func kept(
        _ flows: [JudgedFlow], home: CountryCode?, in curves: Curves = Curves()
    ) -> (figures: KeptFigures, curves: Curves) {
        let facts = AddressFacts(country: Evidence.country)
        var rollup = KeptRollup(home: home, country: Evidence.country)
        for row in Evidence.rows(flows, by: .originAndHour, facts: facts) { rollup.addOrigin(row) }
        for row in Evidence.rows(flows, by: .hour, facts: facts) { rollup.addHour(row) }
        for row in Evidence.rows(flows, by: .countryAndHour, facts: facts) { rollup.addCountry(row) }
        let hours = Set(flows.map(\.key.hour)).sorted().map { KeptHour($0, seesOneWay: false, knowsCountries: true) }
        return rollup.finish(hours, leftOut: 0, in: curves)
    }

    private func expect(_ kept: [Curves.Point], within whole: [Curves.Point], of name: String) {
        let known = Dictionary(whole.map { ($0.start, $0) }, uniquingKeysWith: { first, _ in first })
        for point in kept {
            let truth = known[point.start] ?? Curves.Point(start: point.start)
            #expect(point.threatsAreLeast ? point.threats <= truth.threats : point.threats == truth.threats, "\(name)")
            if point.hostsAreLeast {
                #expect(
                    point.hosts.affected <= truth.hosts.affected && point.hosts.hosts <= truth.hosts.hosts, "\(name)")
            } else {
                #expect(point.hosts == truth.hosts, "\(name)")
            }
        }
        #expect(Set(whole.map(\.start)).isSubset(of: Set(kept.map(\.start))), "\(name)")
    }

    @Test("is of classes with as many hosts what the first of them says, in every process")
    func equalClasses() {
        let classes: [(ThreatClass, Grade)] = [
            (.other, .exchanged), (.malware, .attempted), (.backdoor, .exchanged), (.c2, .answered),
        ]
        let flows = classes.enumerated().map { number, one in
            Evidence.flow(
                one.1, first, origin: Evidence.origin(UInt32(number + 1)), host: Evidence.host(UInt32(number + 1)),
                threatClass: one.0)
        }
        let point = kept(flows, home: nil).figures.points.first
        #expect(point?.hosts.answered == 1 && point?.hosts.affected == 1 && point?.hostsAreLeast == true)
    }

    @Test("is what was, where it says no more than that it was at least so much", arguments: ["", "US"])
    func truth(home: String) {
        var random = SeededGenerator()
        let home = CountryCode(home)
        var exact = 0
        for _ in 0..<300 {
            let flows = flows(&random)
            let (whole, kept) = (counts(flows, home: home), kept(flows, home: home))
            expect(kept.curves.hours, within: whole.curves.hours, of: "hours")
            expect(kept.curves.days, within: whole.curves.days, of: "days")
            expect(kept.curves.months, within: whole.curves.months, of: "months")
            #expect(kept.curves.days.allSatisfy { !$0.threatsAreLeast })
            #expect(kept.figures.origins == whole.foreign.origins && kept.figures.threats == whole.foreign.threats)
            #expect(kept.figures.traffic.packets == whole.traffic.packets)
            for row in kept.figures.countries {
                let truth = whole.countries.first { $0.country == row.country }?.counts
                #expect(row.origins == truth?.origins && row.threats == truth?.threats)
                #expect(row.most <= truth?.hosts.affected ?? 0)
            }
            exact += kept.curves.hours.count { !$0.hostsAreLeast && $0.hosts.affected > 0 }
        }
        #expect(exact > 300)
    }

    @Test("joins the flows that are left, at any hour from which on they are")
    func joined() {
        var random = SeededGenerator()
        for _ in 0..<100 {
            let flows = flows(&random)
            let cut = Hour(index: first.index + .random(in: 0...30, using: &random))
            let left = counts(flows.filter { $0.key.hour >= cut }, home: nil)
            let gone = flows.filter { $0.key.hour < cut }
            guard !gone.isEmpty else { continue }
            let (whole, kept) = (counts(flows, home: nil), kept(gone, home: nil, in: left.curves))
            expect(kept.curves.hours, within: whole.curves.hours, of: "hours")
            expect(kept.curves.days, within: whole.curves.days, of: "days")
            expect(kept.curves.months, within: whole.curves.months, of: "months")
        }
    }

    @Test("says of an hour of several classes how many hosts there were at least, and of one class how many")
    func classes() throws {
        let hour = first
        let one = [
            Evidence.flow(.attempted, hour, origin: Evidence.origin(2), host: Evidence.host(1)),
            Evidence.flow(.attempted, hour, origin: Evidence.origin(3), host: Evidence.host(1)),
            Evidence.flow(.attempted, hour, origin: Evidence.origin(3), host: Evidence.host(2)),
        ]
        let single = kept(one, home: nil)
        #expect(single.figures.peak?.hosts.affected == 2 && single.figures.peak?.hostsAreLeast == false)
        let two =
            one + [
                Evidence.flow(
                    .exchanged, hour, origin: Evidence.origin(2), host: Evidence.host(9), threatClass: .malware)
            ]
        let several = kept(two, home: nil)
        #expect(several.figures.peak?.hosts.affected == 2 && several.figures.peak?.hostsAreLeast == true)
        // Korea is home: of the class as a whole only the one foreign origin is known.
        let abroad = kept(one, home: CountryCode("US"))
        #expect(abroad.figures.threats == 1 && abroad.figures.peak?.hostsAreLeast == false)
    }
}
