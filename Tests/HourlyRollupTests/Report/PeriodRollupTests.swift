import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

@Suite("The counts of a report")
struct PeriodRollupTests {
    private let hour: Hour
    private let us = CountryCode("US")
    private let kr = CountryCode("KR")
    /// As `Evidence.country` has it.
    private let unknown = Evidence.origin(1)
    private let american = Evidence.origin(2)
    private let korean = Evidence.origin(3)

    init() throws {
        hour = try Evidence.hour("2013-05-31T23:00")
    }

    private func counts(
        _ flows: [JudgedFlow], minimumGrade: Grade = .attempted, home: String? = nil, coverage: [Hour: Coverage] = [:],
        leadingOrigins: Int = 10, asset: @escaping @Sendable (IPAddress) -> AssetKind? = { _ in nil }
    ) -> PeriodCounts {
        let empty = PeriodRollup(
            minimumGrade: minimumGrade, home: home.flatMap { CountryCode($0) }, coverage: coverage,
            country: Evidence.country, asset: asset)
        var rollup = empty
        let sorted = flows.sorted { ($0.key.hour, $0.key.origin) < ($1.key.hour, $1.key.origin) }
        for flow in sorted { rollup.add(flow) }
        let counts = rollup.finish(leadingOrigins: leadingOrigins)
        for (name, key) in [
            ("hour by hour", { FlowCut(hour: $0.hour) }),
            ("origin by origin", { FlowCut(hour: $0.hour, origin: $0.origin) }),
        ] as [(String, (FlowKey) -> FlowCut)] {
            #expect(counts == inParts(sorted, empty, key).finish(leadingOrigins: leadingOrigins), "\(name)")
        }
        return counts
    }

    /// What a part is of.
    private struct FlowCut: Equatable {
        let hour: Hour
        var origin: IPAddress?
    }

    /// The same counted in parts: one ends where the cut of the next flow is another.
    private func inParts(
        _ flows: [JudgedFlow], _ empty: PeriodRollup, _ cut: (FlowKey) -> FlowCut
    ) -> PeriodRollup {
        var (rollup, part) = (empty, empty.part)
        var last: FlowCut?
        for flow in flows {
            let next = cut(flow.key)
            if let last, last != next {
                part.seal()
                rollup.append(part)
                part = empty.part
            }
            part.add(flow)
            last = next
        }
        part.seal()
        rollup.append(part)
        return rollup
    }

    private func flow(
        _ grade: Grade, _ origin: IPAddress, host: UInt32, hours: Int32 = 0, threatClass: ThreatClass = .c2,
        labels: [String] = []
    ) -> JudgedFlow {
        Evidence.flow(
            grade, Hour(index: hour.index + hours), origin: origin, host: Evidence.host(host), threatClass: threatClass,
            labels: labels)
    }

    @Test("count a host that was reached from two countries once in the total and once in each")
    func twoCountries() {
        let counts = counts([
            flow(.exchanged, american, host: 1), flow(.attempted, korean, host: 1, hours: 1),
            flow(.attempted, korean, host: 2), flow(.attempted, unknown, host: 2),
        ])
        #expect(counts.foreign.hosts.affected == 2)
        #expect(counts.foreign.threats == 3)
        #expect(counts.countries.map(\.country) == [kr, us, nil])
        #expect(counts.countries.map(\.counts.hosts.affected) == [2, 1, 1])
        #expect(counts.leadingCountry?.country == kr)
    }

    @Test("name a flow that several classes share once beside its origin, whatever is not a threat among them")
    func sharedFlow() {
        let counts = counts([
            flow(.exchanged, american, host: 1), flow(.exchanged, american, host: 1, threatClass: .scanner),
            flow(.exchanged, american, host: 1, threatClass: .other),
            flow(.probed, korean, host: 1, threatClass: .scanner),
            flow(.attempted, korean, host: 1, threatClass: .other),
        ])
        #expect(counts.leadingOrigins.map(\.origin) == [american, korean])
        #expect(counts.leadingOrigins.map(\.traffic.flows) == [1, 1])
        #expect(counts.leadingOrigins.map(\.traffic.packets) == [4, 1])
        #expect(counts.traffic.flows == 2)
    }

    @Test("hold a host under the strongest grade that it has in the period, and in each country")
    func grades() {
        let counts = counts([
            flow(.attempted, american, host: 1), flow(.exchanged, korean, host: 1),
            flow(.intruded, korean, host: 1, hours: 5),
        ])
        #expect(
            (counts.foreign.hosts.exchanged, counts.foreign.hosts.attempted, counts.foreign.hosts.intruded) == (1, 0, 1)
        )
        #expect(counts.countries.map(\.counts.hosts.attempted) == [0, 1])
    }

    @Test("call an origin a threat when it affected a host, and not when it only probed")
    func threats() {
        let counts = counts([flow(.probed, american, host: 1), flow(.answered, korean, host: 1)])
        #expect((counts.foreign.origins, counts.foreign.threats) == (2, 1))
        #expect(counts.countries.map(\.counts.threats) == [1, 0])
        #expect(counts.leadingOrigins.map(\.origin) == [korean])
    }

    @Test("draw the line at the grade asked for")
    func minimumGrade() {
        let flows = [flow(.attempted, american, host: 1), flow(.exchanged, korean, host: 2)]
        let counts = counts(flows, minimumGrade: .exchanged)
        #expect((counts.foreign.threats, counts.foreign.hosts.affected, counts.foreign.hosts.hosts) == (1, 1, 2))
    }

    @Test("keep sinkholes and scanners to the rows by class")
    func classes() {
        let counts = counts([
            flow(.exchanged, american, host: 1, threatClass: .sinkhole),
            flow(.probed, american, host: 2, threatClass: .scanner),
            flow(.exchanged, korean, host: 3, threatClass: .malware, labels: ["A", "B"]),
        ])
        #expect((counts.foreign.origins, counts.foreign.hosts.hosts) == (1, 1))
        #expect(counts.foreignClasses.map(\.threatClass) == [.malware, .sinkhole, .scanner])
        #expect(counts.foreignClasses.map(\.counts.hosts.affected) == [1, 1, 0])
        #expect(counts.labels.map(\.label) == ["A", "B", nil, nil])
    }

    @Test("count an origin of several classes once, and its hosts too")
    func severalClasses() {
        let counts = counts([
            flow(.exchanged, american, host: 1, labels: ["A"]),
            flow(.attempted, american, host: 1, threatClass: .backdoor),
            flow(.attempted, american, host: 1, threatClass: .scanner),
        ])
        #expect((counts.foreign.threats, counts.foreign.hosts.affected) == (1, 1))
        #expect(counts.leadingOrigins.map(\.classes) == [[.c2, .backdoor]])
        // All of one 5-tuple.
        #expect(counts.leadingOrigins.map(\.traffic.flows) == [1])
    }

    @Test("keep origins at home apart")
    func home() {
        let counts = counts(
            [
                flow(.exchanged, american, host: 1), flow(.exchanged, korean, host: 1),
                flow(.exchanged, unknown, host: 2),
            ],
            home: "KR")
        #expect((counts.domestic.threats, counts.domestic.hosts.affected) == (1, 1))
        #expect((counts.foreign.threats, counts.foreign.hosts.affected) == (2, 2))
        #expect(counts.countries.map(\.country) == [us, nil])
        #expect(counts.domesticClasses.map(\.counts.threats) == [1])
        #expect(counts.curves.hours.map(\.hosts.affected) == [2])
    }

    @Test("count hosts of the inventory by sector and kind, and who was entered from where")
    func assets() {
        let site = AssetKind(sector: "government", kind: "website")
        let mail = AssetKind(sector: "academic", kind: "mail")
        let counts = counts(
            [
                flow(.intruded, american, host: 1), flow(.intruded, korean, host: 1), flow(.intruded, korean, host: 2),
                flow(.intruded, korean, host: 3), flow(.exchanged, korean, host: 4), flow(.intruded, korean, host: 5),
            ]
        ) { host in
            [1: site, 2: site, 3: mail, 4: site].first { Evidence.host($0.key) == host }?.value
        }
        #expect((counts.foreign.hosts.intruded, counts.foreign.enteredWebsites) == (4, 2))
        #expect(counts.countries.map(\.counts.enteredWebsites) == [2, 1])
        #expect(counts.assets.map(\.asset) == [mail, site])
        #expect(counts.assets.map(\.hosts.affected) == [1, 3])
        #expect(counts.assets.map { $0.intruded.map(\.country) } == [[kr], [kr, us]])
        #expect(counts.assets.map { $0.intruded.map(\.hosts) } == [[1], [2, 1]])
        #expect(counts.leadingOrigins.first?.enteredWebsites == 2)
    }

    @Test("count distinct hosts and threats of each hour, day and month, with zeros where nothing was found")
    func curves() throws {
        var seen = Coverage()
        (seen.seen, seen.decoded) = (4, 3)
        let watched = [hour.index - 1, hour.index, hour.index + 1, hour.index + 24].map { (Hour(index: $0), seen) }
        let counts = counts(
            [
                flow(.exchanged, american, host: 1), flow(.attempted, korean, host: 1),
                flow(.attempted, korean, host: 2),
                flow(.attempted, korean, host: 1, hours: 1), flow(.probed, korean, host: 3, hours: 2),
            ], coverage: Dictionary(uniqueKeysWithValues: watched))
        #expect(counts.curves.hours.map(\.hosts.affected) == [0, 2, 1, 0, 0])
        #expect(counts.curves.hours.map(\.threats) == [0, 2, 1, 0, 0])
        #expect(counts.curves.hours.map(\.coverage) == [0.75, 0.75, 0.75, nil, 0.75])
        #expect(counts.curves.days.map(\.hosts.hosts) == [2, 2])
        #expect(try counts.curves.months.map(\.start) == [Evidence.hour("2013-05"), Evidence.hour("2013-06")])
        #expect((counts.visibility.observedHours, counts.visibility.coverage.seen) == (4, 16))
    }

    @Test("of nothing are zeros")
    func nothing() {
        let counts = counts([])
        #expect(counts == PeriodCounts())
        #expect(!counts.isObserved)
    }

    @Test("name as many leading origins as asked for, the larger ones first and of equal ones the lower")
    func leadingOrigins() {
        let flows = [
            flow(.attempted, unknown, host: 1), flow(.attempted, korean, host: 1), flow(.attempted, american, host: 1),
            flow(.attempted, american, host: 2),
        ]
        #expect(counts(flows, leadingOrigins: 2).leadingOrigins.map(\.origin) == [american, unknown])
        #expect(counts(flows, leadingOrigins: 9).leadingOrigins.map(\.origin) == [american, unknown, korean])
    }
}
